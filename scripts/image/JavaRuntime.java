package image;

import module java.base;

/// The Java runtime of an image: `/opt/java`, linked by jlink from the modules that the program
/// needs.
final class JavaRuntime {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /// Files of every jlink runtime that no image uses.
  private static final List<String> UNUSED =
      List.of(
          "bin/keytool", "lib/jexec", "lib/classlist", "lib/jrt-fs.jar", "lib/server/libjsig.so");

  private JavaRuntime() {}

  /// Creates the runtime below `base`, the root of the image's lower layer.
  static void create(Image image, Path base) throws IOException, InterruptedException {
    var java = base.resolve("opt/java");
    Files.createDirectories(java.getParent());
    var options = new ArrayList<>(image.jvmOptions());
    options.add("-XX:SharedArchiveFile=/app/" + image.classArchive());
    Command.run(
        List.of(
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
            java.toString()));
    for (String file : UNUSED) {
      Files.deleteIfExists(java.resolve(file));
    }
    try (var files = Files.walk(java)) {
      for (Path library : files.filter(file -> file.toString().endsWith(".so")).toList()) {
        dropSymbols(library);
      }
    }
  }

  /// Cuts an ELF library behind its last loaded segment, which is where the symbols for debuggers
  /// are: 5 MB of libjvm. Offsets are those of a 64-bit ELF header (gABI, "ELF Header").
  private static void dropSymbols(Path library) throws IOException {
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
}
