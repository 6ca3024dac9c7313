/// Builds the container images without Docker: `java scripts/Image.java [NAME]...`, after `mvn
/// package`.
///
/// An image is a jlink runtime, the few files of glibc it links to, a module's jars, and a class
/// data archive made with exactly these. It is written as a docker-archive, which `docker load`,
/// `kind load image-archive` and `ctr images import` take. Built twice it has the same digest.
///
/// The list of the archive's classes, `scripts/classes/NAME.txt`, is kept in the repository,
/// because a recording is never quite the same twice. `scripts/record-classes.sh` makes it anew.
import module java.base;

/// @param module the Maven module: `MODULE/target/MODULE-VERSION.jar` and `MODULE/target/lib`
/// @param jvmOptions of every JVM started in the image; `JDK_JAVA_OPTIONS` and the command line
///   come later and win
/// @param leftOut beginnings of the names of jars that the program in the image never loads
/// @param trial arguments with which the program is started to see the archive in use; without any
///   it serves until told to end
record Image(
    String name,
    String module,
    List<String> javaModules,
    List<String> leftOut,
    List<String> jvmOptions,
    List<String> trial) {}

static final List<Image> IMAGES =
    List.of(
        new Image(
            "metrics-sidecar",
            "sidecar",
            List.of(
                "java.base", "java.logging", "java.management", "java.naming", "jdk.unsupported"),
            // fabric8 and what it brings read kubeconfig files for a sidecar that is run by hand.
            List.of(
                "kubernetes-",
                "jackson-annotations",
                "jackson-data",
                "jackson-core-3",
                "snakeyaml-2",
                "zjsonpatch"),
            List.of(
                // 7 MB live: a small young generation, and what is free beyond a third goes back.
                "-XX:+UseSerialGC",
                "-Xms4m",
                "-Xmn2m",
                "-Xmx24m",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=30",
                "-Xss256k",
                "-XX:MaxMetaspaceSize=40m",
                "-XX:MaxDirectMemorySize=8m",
                // Code that runs every few seconds need not be fast.
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=10",
                "-XX:ReservedCodeCacheSize=12m",
                // At another address than it was made for, the whole archive would become memory of
                // this process.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Dvertx.disableFileCPResolving=true"),
            List.of()),
        new Image(
            "metrics-sidecar-controller",
            "cli",
            List.of(
                "java.base",
                "java.logging",
                "java.management",
                "java.naming",
                "java.net.http",
                "jdk.unsupported"),
            List.of(),
            List.of(
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx96m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Dvertx.disableFileCPResolving=true"),
            List.of("--help")));

/// What the runtime's libraries link to. Name resolution is in libc itself since glibc 2.34.
static final List<String> GLIBC =
    List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

static final String OURS = "io/metricssidecar/";
static final String USER = "65532";

/// The time of every file: the JVM compares a jar's time with the one it had when the archive was
/// made.
static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

/// Less than this share of a trial's classes from the archive means that the list of classes is out
/// of date.
static final double ARCHIVED = 0.9;

static final Path JDK = Path.of(System.getProperty("java.home"));
static final Path ROOT = Path.of("").toAbsolutePath();

void main(String[] arguments) throws Exception {
  var wanted = List.of(arguments);
  if (!wanted.isEmpty() && wanted.getFirst().equals("record")) {
    record(wanted.get(1), wanted.subList(2, wanted.size()));
    return;
  }
  for (Image image : IMAGES) {
    if (wanted.isEmpty() || wanted.contains(image.name())) {
      build(image);
    }
  }
}

void build(Image image) throws Exception {
  var began = System.nanoTime();
  var work = ROOT.resolve("dist/work").resolve(image.name());
  delete(work);
  var base = work.resolve("base");
  var top = work.resolve("top");
  runtime(image, base);
  system(base);
  var version = program(image, top);
  normalise(base);
  normalise(top);
  var java = base.resolve("opt/java/bin/java");
  var app = top.resolve("app");
  archive(image, java, app);
  normalise(top);

  // At another place than where the archive was made, as in a container.
  var moved = work.resolve("moved");
  Files.move(app, moved);
  trial(image, java, moved, version);
  Files.move(moved, app);

  var layers = List.of(tar(base), tar(top));
  var tag = image.name() + ":" + version;
  var config = config(image, version, layers);
  var out = ROOT.resolve("dist").resolve(image.name() + ".tar");
  Files.write(out, dockerArchive(tag, config, layers));
  delete(work);
  IO.println(
      "%s: %.1f MB uncompressed (runtime and libc %.1f, jars and archive %.1f), %.1f MB compressed, in %d s%n  image id sha256:%s, %s"
          .formatted(
              tag,
              megabytes(layers.get(0).length + layers.get(1).length),
              megabytes(layers.get(0).length),
              megabytes(layers.get(1).length),
              megabytes(gzipped(layers)),
              (System.nanoTime() - began) / 1_000_000_000,
              sha256(config),
              ROOT.relativize(out)));
}

void runtime(Image image, Path base) throws Exception {
  var java = base.resolve("opt/java");
  Files.createDirectories(java.getParent());
  var options = new ArrayList<>(image.jvmOptions());
  options.add("-XX:SharedArchiveFile=/app/" + image.module() + ".jsa");
  run(
      ROOT,
      JDK.resolve("bin/jlink").toString(),
      "--add-modules",
      String.join(",", image.javaModules()),
      "--strip-java-debug-attributes",
      "--no-man-pages",
      "--no-header-files",
      "--compress",
      "zip-6",
      "--add-options",
      String.join(" ", options),
      "--output",
      java.toString());
  for (var unused :
      List.of(
          "bin/keytool", "lib/jexec", "lib/classlist", "lib/jrt-fs.jar", "lib/server/libjsig.so")) {
    Files.deleteIfExists(java.resolve(unused));
  }
  try (var files = Files.walk(java)) {
    for (Path library : files.filter(file -> file.toString().endsWith(".so")).toList()) {
      dropSymbols(library);
    }
  }
}

/// Cuts an ELF library behind its last loaded segment, which is where the symbols for debuggers
/// are: 5 MB of libjvm.
void dropSymbols(Path library) throws IOException {
  var elf = ByteBuffer.wrap(Files.readAllBytes(library)).order(ByteOrder.LITTLE_ENDIAN);
  long end = 0;
  for (int i = 0; i < elf.getShort(0x38); i++) {
    int header = (int) elf.getLong(0x20) + i * elf.getShort(0x36);
    end = Math.max(end, elf.getLong(header + 8) + elf.getLong(header + 32));
  }
  // No section headers are left: their offset, number and name index.
  elf.putLong(0x28, 0).putShort(0x3C, (short) 0).putShort(0x3E, (short) 0);
  Files.write(library, Arrays.copyOf(elf.array(), (int) end));
}

/// libc and the three files a program looks for; the user has a name only for those who ask for
/// one.
void system(Path base) throws IOException {
  var folder =
      Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
          .map(Path.of("/lib")::resolve)
          .filter(f -> Files.exists(f.resolve("libc.so.6")))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "no glibc below /lib as Debian's package libc6 installs it"));
  var libraries = Files.createDirectories(base.resolve(folder.toString().substring(1)));
  for (String library : GLIBC) {
    Files.copy(folder.resolve(library).toRealPath(), libraries.resolve(library));
  }
  for (var loader : List.of("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")) {
    if (Files.exists(Path.of(loader))) {
      var to = base.resolve(loader.substring(1));
      Files.createDirectories(to.getParent());
      Files.copy(Path.of(loader).toRealPath(), to);
      to.toFile().setExecutable(true, false);
    }
  }
  var etc = Files.createDirectories(base.resolve("etc"));
  Files.writeString(
      etc.resolve("passwd"),
      "root:x:0:0:root:/:/none\nnonroot:x:%1$s:%1$s:nonroot:/:/none\n".formatted(USER));
  Files.writeString(etc.resolve("group"), "root:x:0:\nnonroot:x:%s:\n".formatted(USER));
  Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
  Files.createDirectories(base.resolve("tmp"));
}

/// Copies the jars and returns their version.
String program(Image image, Path top) throws IOException {
  var target = ROOT.resolve(image.module()).resolve("target");
  var name = Pattern.compile(image.module() + "-(\\d[\\w.-]*?)\\.jar");
  Path jar;
  try (var files = Files.isDirectory(target) ? Files.list(target) : Stream.<Path>empty()) {
    jar =
        files
            .filter(f -> name.matcher(f.getFileName().toString()).matches())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no jar in " + ROOT.relativize(target) + ": mvn package comes first"));
  }
  var lib = Files.createDirectories(top.resolve("app/lib"));
  Files.copy(jar, lib.resolveSibling(image.module() + ".jar"));
  try (var jars = Files.list(target.resolve("lib"))) {
    for (Path library : jars.sorted().toList()) {
      if (image.leftOut().stream().noneMatch(library.getFileName().toString()::startsWith)) {
        Files.copy(library, lib.resolve(library.getFileName()));
      }
    }
  }
  var matcher = name.matcher(jar.getFileName().toString());
  matcher.matches();
  return matcher.group(1);
}

/// Makes the class data archive: the recorded classes of the JDK and the libraries, and all classes
/// of our own.
///
/// The heap is large enough to be never collected meanwhile: what a collection clears would depend
/// on its moment, and the archive holds a part of the heap. It also holds the jars' path, which
/// must not be that of this folder; the JVM accepts the jars at another place if they lie there as
/// they did.
void archive(Image image, Path java, Path app) throws Exception {
  var classes =
      new TreeSet<>(Files.readAllLines(ROOT.resolve("scripts/classes/" + image.name() + ".txt")));
  try (var jars = Files.walk(app)) {
    for (Path jar : jars.filter(f -> f.toString().endsWith(".jar")).toList()) {
      try (var content = new java.util.zip.ZipFile(jar.toFile())) {
        content.stream()
            .map(ZipEntry::getName)
            .filter(entry -> entry.startsWith(OURS) && entry.endsWith(".class"))
            .filter(entry -> !entry.endsWith("-info.class"))
            .forEach(entry -> classes.add(entry.substring(0, entry.length() - ".class".length())));
      }
    }
  }
  var list = Files.write(app.resolveSibling("classes"), classes);
  run(
      app,
      java.toString(),
      "-Xshare:dump",
      "-Xms1g",
      "-Xmx1g",
      "-Xmn700m",
      "-XX:MaxMetaspaceSize=1g",
      "-XX:SharedClassListFile=" + list,
      "-XX:SharedArchiveFile=" + app.resolve(image.module() + ".jsa"),
      "-Xlog:disable",
      "-Xlog:all=error:stderr",
      "-cp",
      "/proc/self/cwd/" + image.module() + ".jar");
  Files.delete(list);
}

/// Starts the program with the archive, which `-Xshare:on` makes mandatory, and counts the classes
/// that came out of it.
void trial(Image image, Path java, Path app, String version) throws Exception {
  var log = app.resolveSibling("trial.log");
  var command =
      new ArrayList<>(
          List.of(
              java.toString(),
              "-Xshare:on",
              "-XX:SharedArchiveFile=" + app.resolve(image.module() + ".jsa")));
  var jar = List.of("-jar", app.resolve(image.module() + ".jar").toString());
  var said =
      run(
          ROOT,
          Stream.of(command, jar, List.of("--version"))
              .flatMap(List::stream)
              .toArray(String[]::new));
  check(said.contains(version), "--version says '" + said.strip() + "' and not " + version);

  command.add("-Xlog:class+load:file=" + log);
  command.addAll(jar);
  command.addAll(image.trial());
  var builder =
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(app.resolveSibling("trial.out").toFile());
  var port = freePort();
  builder.environment().clear();
  builder
      .environment()
      .putAll(Map.of("HTTP_PORT", Integer.toString(port), "KUBERNETES_SERVICE_HOST", "127.0.0.1"));
  var process = builder.start();
  try {
    if (image.trial().isEmpty()) {
      probe(process, port);
      process.destroy();
    }
    check(process.waitFor(30, TimeUnit.SECONDS), image.name() + " does not end");
  } finally {
    process.destroyForcibly();
  }
  var loaded =
      Files.readAllLines(log).stream()
          .filter(line -> line.contains("source:") && !line.contains("Lambda"))
          .toList();
  var archived = loaded.stream().filter(line -> line.contains("shared objects file")).count();
  check(
      archived >= ARCHIVED * loaded.size(),
      "only %d of %d classes come from the archive: record scripts/classes/%s.txt anew"
          .formatted(archived, loaded.size(), image.name()));
}

/// Asks for each page once, as kubelet and Prometheus would.
void probe(Process process, int port) throws Exception {
  for (int attempt = 0; ; attempt++) {
    check(process.isAlive() && attempt < 300, "the program does not serve on its port");
    try {
      for (var path : List.of("/healthz", "/livez", "/metrics", "/explain")) {
        URI.create("http://127.0.0.1:" + port + path).toURL().openStream().close();
      }
      return;
    } catch (java.net.ConnectException e) {
      Thread.sleep(100);
    }
  }
}

int freePort() throws IOException {
  try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
    return socket.getLocalPort();
  }
}

/// Keeps of recordings what can be reproduced: the names, without their order and the resolved
/// constants.
///
/// Lists of -XX:DumpLoadedClassList give the lambdas. They also hold the classes that spin lambdas,
/// which an archive makes needless: where there are logs of class+load from runs with an archive,
/// these say which classes count.
void record(String name, List<String> files) throws IOException {
  var listed = new TreeSet<String>();
  var loaded = new TreeSet<String>();
  var source = Pattern.compile("(?:\\[[^\\]]*\\])+ ([\\w.$]+) source: .*");
  for (String file : files) {
    for (String line : Files.readAllLines(Path.of(file))) {
      var plain = line.replaceFirst(" id: \\d+$", "");
      var log = source.matcher(line);
      if (log.matches()) {
        loaded.add(log.group(1).replace('.', '/'));
      } else if (plain.matches("[\\w/$]+|@lambda-(proxy|form-invoker) .*")) {
        listed.add(plain);
      }
    }
  }
  // Our own classes come from the jars when an image is built.
  listed.removeIf(
      line ->
          !line.startsWith("@")
              && (line.startsWith(OURS) || !loaded.isEmpty() && !loaded.contains(line)));
  Files.write(ROOT.resolve("scripts/classes/" + name + ".txt"), listed);
  IO.println("scripts/classes/%s.txt: %d lines".formatted(name, listed.size()));
}

/// A tar of everything below a folder, in order of the names, owned by root.
byte[] tar(Path root) throws IOException {
  var out = new ByteArrayOutputStream();
  try (var files = Files.walk(root)) {
    for (Path file :
        files
            .filter(f -> !f.equals(root))
            .sorted(Comparator.comparing(f -> root.relativize(f).toString()))
            .toList()) {
      var name = root.relativize(file).toString();
      if (Files.isDirectory(file)) {
        entry(out, name + "/", '5', name.equals("tmp") ? 01777 : 0755, new byte[0]);
      } else {
        entry(out, name, '0', Files.isExecutable(file) ? 0755 : 0644, Files.readAllBytes(file));
      }
    }
  }
  out.write(new byte[1024]);
  return out.toByteArray();
}

/// One ustar entry (POSIX.1-1988).
void entry(ByteArrayOutputStream out, String name, char type, int mode, byte[] content)
    throws IOException {
  var header = ByteBuffer.allocate(512);
  check(name.length() <= 100, "too long for ustar: " + name);
  header.put(0, name.getBytes(StandardCharsets.UTF_8));
  header.put(100, "%07o".formatted(mode).getBytes());
  header.put(108, "%07o".formatted(0).getBytes());
  header.put(116, "%07o".formatted(0).getBytes());
  header.put(124, "%011o".formatted(content.length).getBytes());
  header.put(136, "%011o".formatted(TIME.getEpochSecond()).getBytes());
  header.put(148, "        ".getBytes());
  header.put(156, (byte) type);
  header.put(257, "ustar\00000".getBytes());
  int sum = 0;
  for (byte b : header.array()) {
    sum += b & 0xFF;
  }
  header.put(148, "%06o\0 ".formatted(sum).getBytes());
  out.write(header.array());
  out.write(content);
  out.write(new byte[(512 - content.length % 512) % 512]);
}

/// The image's configuration (OCI image spec, "Image Configuration").
byte[] config(Image image, String version, List<byte[]> layers) throws Exception {
  var architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  return """
  {"architecture":"%s","os":"linux","created":"%s",\
  "config":{"User":"%s:%s","Env":["PATH=/opt/java/bin","MALLOC_ARENA_MAX=1"],"WorkingDir":"/",\
  "Entrypoint":["/opt/java/bin/java","-jar","/app/%s.jar"],\
  "Labels":{"org.opencontainers.image.title":"%s","org.opencontainers.image.version":"%s","org.opencontainers.image.licenses":"Apache-2.0"}},\
  "rootfs":{"type":"layers","diff_ids":["sha256:%s","sha256:%s"]}}\
  """
      .formatted(
          architecture,
          TIME,
          USER,
          USER,
          image.module(),
          image.name(),
          version,
          sha256(layers.get(0)),
          sha256(layers.get(1)))
      .getBytes(StandardCharsets.UTF_8);
}

byte[] dockerArchive(String tag, byte[] config, List<byte[]> layers) throws Exception {
  var out = new ByteArrayOutputStream();
  var names = new ArrayList<String>();
  for (byte[] layer : layers) {
    var name = sha256(layer) + "/layer.tar";
    names.add('"' + name + '"');
    entry(out, name, '0', 0644, layer);
  }
  var configName = sha256(config) + ".json";
  entry(out, configName, '0', 0644, config);
  var manifest =
      "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[%s]}]"
          .formatted(configName, tag, String.join(",", names));
  entry(out, "manifest.json", '0', 0644, manifest.getBytes(StandardCharsets.UTF_8));
  out.write(new byte[1024]);
  return out.toByteArray();
}

String run(Path folder, String... command) throws Exception {
  var process =
      new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  check(process.waitFor() == 0, String.join(" ", command) + "\n" + said);
  return said;
}

void check(boolean holds, String otherwise) {
  if (!holds) {
    throw new IllegalStateException(otherwise);
  }
}

void normalise(Path root) throws IOException {
  try (var files = Files.walk(root)) {
    for (Path file : files.toList()) {
      Files.setLastModifiedTime(file, FileTime.from(TIME));
    }
  }
}

void delete(Path root) throws IOException {
  if (!Files.exists(root)) {
    return;
  }
  try (var files = Files.walk(root)) {
    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(file);
    }
  }
}

String sha256(byte[] content) throws Exception {
  return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
}

long gzipped(List<byte[]> layers) throws IOException {
  long sum = 0;
  for (byte[] layer : layers) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(layer);
    }
    sum += out.size();
  }
  return sum;
}

double megabytes(long bytes) {
  return bytes / 1e6;
}
