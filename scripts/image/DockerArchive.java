package image;

import module java.base;

/// An image in the format docker-archive, the one of `docker save`.
///
/// @param tag name and version of the image
/// @param config the image's configuration (OCI image spec, "Image Configuration"), JSON
/// @param layers the two layers as tar files, the lower one first
record DockerArchive(String tag, byte[] config, List<byte[]> layers) {

  /// The archive of an image with these two layers.
  static DockerArchive of(Image image, String version, List<byte[]> layers) {
    var architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    var config =
        """
        {"architecture":"%s","os":"linux","created":"%s",\
        "config":{"User":"%s:%s","Env":["PATH=/opt/java/bin","MALLOC_ARENA_MAX=1"],"WorkingDir":"/",\
        "Entrypoint":["/opt/java/bin/java","-jar","/app/%s"],\
        "Labels":{"org.opencontainers.image.title":"%s","org.opencontainers.image.version":"%s","org.opencontainers.image.licenses":"Apache-2.0"}},\
        "rootfs":{"type":"layers","diff_ids":["sha256:%s","sha256:%s"]}}\
        """
            .formatted(
                architecture,
                FileTree.TIME,
                SystemFiles.USER,
                SystemFiles.USER,
                image.jar(),
                image.name(),
                version,
                sha256(layers.getFirst()),
                sha256(layers.getLast()));
    return new DockerArchive(
        image.name() + ":" + version, config.getBytes(StandardCharsets.UTF_8), layers);
  }

  /// The id that container runtimes give the image: the SHA-256 of its configuration, in hex.
  String imageId() {
    return sha256(config);
  }

  /// The file that `docker load` reads.
  byte[] bytes() {
    var tar = new Tar();
    var names = new ArrayList<String>();
    for (byte[] layer : layers) {
      var name = sha256(layer) + "/layer.tar";
      names.add('"' + name + '"');
      tar.addFile(name, layer);
    }
    var configName = imageId() + ".json";
    tar.addFile(configName, config);
    var manifest =
        "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[%s]}]"
            .formatted(configName, tag, String.join(",", names));
    tar.addFile("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
    return tar.bytes();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
