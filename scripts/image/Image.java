package image;

import module java.base;

/// The description of one container image.
///
/// @param name name of the image, without a tag
/// @param module the Maven module with the program: `MODULE/target/MODULE-VERSION.jar` and
///   `MODULE/target/lib`
/// @param javaModules modules of the JDK that the runtime is linked from
/// @param excludedJars prefixes of the file names of jars that the program in the image never loads
/// @param jvmOptions options of every JVM started in the image; `JDK_JAVA_OPTIONS` and the command
///   line come later and win
/// @param testArguments arguments of the program in the smoke test; empty if it serves until it is
///   ended
record Image(
    String name,
    String module,
    List<String> javaModules,
    List<String> excludedJars,
    List<String> jvmOptions,
    List<String> testArguments) {

  private static final Image SIDECAR =
      new Image(
          "metrics-sidecar",
          "sidecar",
          List.of("java.base", "java.logging", "java.management", "java.naming", "jdk.unsupported"),
          // fabric8 and its dependencies read kubeconfig files for a sidecar that is run by hand.
          List.of(
              "kubernetes-",
              "jackson-annotations",
              "jackson-data",
              "jackson-core-3",
              "snakeyaml-2",
              "zjsonpatch"),
          List.of(
              // 7 MB live: a small young generation, and free memory beyond a third is returned.
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
              // An archive mapped at another address than it was made for would become memory of
              // this process as a whole.
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:ArchiveRelocationMode=0",
              "-XX:+ExitOnOutOfMemoryError",
              "-XX:-UsePerfData",
              "-Dvertx.disableFileCPResolving=true"),
          List.of());

  private static final Image CONTROLLER =
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
              // Half of the container's memory limit. The JVM takes MinRAMPercentage for the
              // maximum
              // where the memory is small (Arguments::set_heap_size in HotSpot).
              "-XX:MaxRAMPercentage=50",
              "-XX:MinRAMPercentage=50",
              "-XX:MaxDirectMemorySize=32m",
              "-Xss512k",
              "-XX:TieredStopAtLevel=1",
              "-XX:ReservedCodeCacheSize=32m",
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:ArchiveRelocationMode=0",
              "-XX:+ExitOnOutOfMemoryError",
              "-XX:-UsePerfData",
              "-Djava.library.path=/app/native",
              "-Dvertx.disableFileCPResolving=true"),
          List.of("--help"));

  /// All images, in the order in which they are built.
  static final List<Image> ALL = List.of(SIDECAR, CONTROLLER);

  /// The file name of the program's own jar in `/app`.
  String jar() {
    return module + ".jar";
  }

  /// The file name of the class data archive in `/app`.
  String classArchive() {
    return module + ".jsa";
  }
}
