package image;

import module java.base;

/// A tar file in memory, in the format ustar (POSIX.1-1988). All entries are owned by root and have
/// the same time.
final class Tar {
  private static final int BLOCK = 512;
  private static final int MAX_NAME = 100;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A tar of everything below a folder, in order of the names.
  static byte[] of(Path root) throws IOException {
    var tar = new Tar();
    try (var files = Files.walk(root)) {
      for (Path file :
          files
              .filter(f -> !f.equals(root))
              .sorted(Comparator.comparing(f -> root.relativize(f).toString()))
              .toList()) {
        var name = root.relativize(file).toString();
        if (Files.isDirectory(file)) {
          tar.add(name + "/", '5', name.equals("tmp") ? 01777 : 0755, new byte[0]);
        } else {
          var mode = Files.isExecutable(file) ? 0755 : 0644;
          tar.add(name, '0', mode, Files.readAllBytes(file));
        }
      }
    }
    return tar.bytes();
  }

  /// Adds a regular file that its owner can write and everybody can read.
  void addFile(String name, byte[] content) {
    add(name, '0', 0644, content);
  }

  /// The entries added so far and the end mark.
  byte[] bytes() {
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  private void add(String name, char type, int mode, byte[] content) {
    if (name.length() > MAX_NAME) {
      throw new IllegalStateException("too long for ustar: " + name);
    }
    var header = ByteBuffer.allocate(BLOCK);
    header.put(0, name.getBytes(StandardCharsets.UTF_8));
    header.put(100, ascii("%07o".formatted(mode)));
    header.put(108, ascii("%07o".formatted(0)));
    header.put(116, ascii("%07o".formatted(0)));
    header.put(124, ascii("%011o".formatted(content.length)));
    header.put(136, ascii("%011o".formatted(FileTree.TIME.getEpochSecond())));
    header.put(148, ascii("        "));
    header.put(156, (byte) type);
    header.put(257, ascii("ustar\00000"));
    int sum = 0;
    for (byte b : header.array()) {
      sum += b & 0xFF;
    }
    header.put(148, ascii("%06o\0 ".formatted(sum)));
    out.writeBytes(header.array());
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
