package image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import module java.base;

/// The Java runtime of an image: `/opt/java`, linked by jlink from the modules that the program
/// needs.
final class JavaRuntime {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /// Files of every jlink runtime that no image uses.
  private static final List<String> UNUSED =
      List.of(
          "bin/keytool", "lib/jexec", "lib/classlist", "lib/jrt-fs.jar", "lib/server/libjsig.so");

  /// The security providers of the modules that the images are linked from, by module.
  private static final Map<String, List<String>> PROVIDERS =
      Map.of(
          "java.base", List.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE"),
          "java.naming", List.of("JdkLDAP"));

  private static final Pattern PROVIDER = Pattern.compile("security\\.provider\\.\\d+=(\\w+)");

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
    listProviders(java.resolve("conf/security/java.security"), image.javaModules());
    try (var files = Files.walk(java)) {
      for (Path library : files.filter(file -> file.toString().endsWith(".so")).toList()) {
        dropSymbols(library);
      }
    }
  }

  /// Leaves only the providers in the list that the runtime has. For each of the others the JVM
  /// searches the class path as soon as an algorithm is not found before them, and loads all of
  /// Bouncy Castle: 20 MB and half a second of CPU at each start.
  private static void listProviders(Path file, List<String> modules) throws IOException {
    var kept =
        PROVIDERS.entrySet().stream()
            .filter(module -> modules.contains(module.getKey()))
            .flatMap(module -> module.getValue().stream())
            .toList();
    var index = new AtomicInteger();
    var lines =
        Files.readAllLines(file, ISO_8859_1).stream()
            .flatMap(
                line -> {
                  var provider = PROVIDER.matcher(line);
                  if (!provider.matches()) {
                    return Stream.of(line);
                  }
                  return kept.contains(provider.group(1))
                      ? Stream.of(
                          "security.provider.%d=%s"
                              .formatted(index.incrementAndGet(), provider.group(1)))
                      : Stream.empty();
                })
            .toList();
    if (index.get() != kept.size()) {
      throw new IllegalStateException(file + " does not list all of " + kept);
    }
    Files.write(file, lines, ISO_8859_1);
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
