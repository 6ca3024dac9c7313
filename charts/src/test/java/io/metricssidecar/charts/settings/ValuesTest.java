package io.metricssidecar.charts.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.metricssidecar.charts.Chart;
import io.metricssidecar.charts.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
  private static final Path SCHEMA = Chart.FOLDER.resolve("values.schema.json");

  @ParameterizedTest
  @CsvSource({
    "sidcar.image.tag=1, sidcar",
    "sidecar.imagePullSecret=a, imagePullSecret",
    "failurePolicy=Sometimes, failurePolicy",
    "strict=yes please, strict",
    "allowImageAnnotation=never, allowImageAnnotation",
    "meshAnnotations=some, meshAnnotations",
    "timeoutSeconds=31, timeoutSeconds",
    "timeoutSeconds=0, timeoutSeconds",
    "missedPods=delete, missedPods",
    "logLevel=trace, logLevel",
    "logFormat=xml, logFormat",
    "sidecar.native=always, native",
    "sidecar.defaults.modus=observe, modus",
    "sidecar.defaults.mode=fast, mode",
    "sidecar.defaults.guard=false, guard",
    "sidecar.defaults.container=app, container",
    "sidecar.defaults.cpu-threshold-percent=0, cpu-threshold-percent",
    "sidecar.defaults.minimum-pods-percent=101, minimum-pods-percent",
    "sidecar.defaults.per-zone-floor=maybe, per-zone-floor",
    "sidecar.defaults.warm-up=soon, warm-up",
    "sidecar.locked[0]=image, locked",
    "sidecar.resources.requests.cpu=0, cpu",
    "sidecar.resources.limits.memory=null, memory",
    "sidecar.resources.limits.gpu=1, gpu",
    "sidecar.guaranteedResources.cpu=0, cpu",
    "sidecar.guaranteedResources.memory=null, memory",
    "sidecar.image.pullPolicy=Sometimes, pullPolicy",
    "sidecar.image.digest=latest, digest",
    "image.repository=UPPER, repository",
    "webhook.replicas=0, replicas",
    "webhook.port=8080, port",
    "webhook.port=70000, port",
    "webhook.javaOptions=Xmx96m, javaOptions",
    "webhook.extraEnv[0].value=a, extraEnv",
    "controller.replicas=0, replicas",
    "controller.healthPort=0, healthPort",
    "controller.hostNetwork=true, hostNetwork",
    "controller.resources.requests.cpu=0, cpu",
    "controller.javaOptions=Xmx96m, javaOptions",
    "controller.extraEnv[0].name=A, extraEnv",
    "controller.extraEnv[0].name=A-B, extraEnv",
    "controller=null, controller",
    "deniedNamespaces[0]=Not_A_Name, deniedNamespaces",
    "scaleTargets[0].group=argoproj.io, scaleTargets",
    "certificates.mode=auto, mode",
    "certificates.secretName=Not_A_Name, secretName",
    "certificates.caBundle=-----BEGIN CERTIFICATE-----, caBundle",
    "certificates.issuerRef.names=a, issuerRef",
    "networkPolicy.enabled=maybe, enabled",
    "networkPolicy.ingressFrom[0].cidr=10.0.0.0/28, ingressFrom",
    "networkPolicy.ingressFrom[0].ipBlock.cidr=everywhere, ingressFrom",
    "networkPolicy.ingressFrom[0].podSelector.labels.a=b, ingressFrom",
    "podMonitor.interval=often, interval",
    "commonLabels.app\\.kubernetes\\.io/managed-by=me, commonLabels",
    "commonLabels.app\\.kubernetes\\.io/component=api, commonLabels",
    "commonLabels.helm\\.sh/chart=web, commonLabels",
    "webhook.podLabels.app\\.kubernetes\\.io/name=web, podLabels",
    "controller.podLabels.app\\.kubernetes\\.io/instance=web, podLabels",
    "webhook.topologySpreadConstraints.maxSkew=1, topologySpreadConstraints"
  })
  void refusesWhatTheSchemaDoesNotKnow(String setting, String named) {
    assertThatThrownBy(() -> Chart.rendered(setting)).hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secretName=a | certificates.secretName is set: expected certificates.mode provided or"
            + " cert-manager, not self",
        "caBundle=YQ== | certificates.caBundle is set: expected certificates.mode provided, not"
            + " self",
        "issuerRef.name=a | certificates.issuerRef.name is set: expected certificates.mode"
            + " cert-manager, not self",
        "mode=provided | certificates.secretName is missing: expected the name of a Secret of type"
            + " kubernetes.io/tls",
        "mode=provided;secretName=a;caBundle=YQ== | certificates.caBundle is no PEM certificate in"
            + " base64: expected the output of base64 -w0 ca.crt",
        "mode=provided;secretName=a;issuerRef.name=b | certificates.issuerRef.name is set: expected"
            + " certificates.mode cert-manager, not provided",
        "mode=provided;secretName=metrics-sidecar-ca | certificates.secretName is"
            + " metrics-sidecar-ca: expected another name",
        "mode=cert-manager;caBundle=YQ== | certificates.caBundle is set: expected certificates.mode"
            + " provided, not cert-manager"
      })
  void refusesCertificatesThatContradictEachOther(String settings, String sentence) {
    var values =
        Arrays.stream(settings.split(";", -1))
            .map(setting -> "certificates." + setting)
            .toArray(String[]::new);

    assertThatThrownBy(() -> Chart.rendered(values)).hasMessageContaining(sentence);
  }

  @Test
  void everyValueStandsInTheSchemaAndNoMore() {
    var schema = Yaml.file(SCHEMA);
    var described = new TreeSet<String>();
    described(schema, schema, "", described);
    described.remove("global");
    // Every one of them may be left out, and the values file has none.
    described.removeIf(path -> path.startsWith("sidecar.defaults."));
    described.add("sidecar.defaults");

    assertThat(paths(Yaml.file(VALUES), "")).isEqualTo(described);
  }

  @Test
  void everyValueIsReadByATemplate() throws IOException {
    var templates = templates();

    assertThat(paths(Yaml.file(VALUES), ""))
        .allMatch(path -> isRead(path, templates), "is read by a template");
  }

  /// A template may also read the object that a value stands in, as a whole: `.Values.image`.
  private static boolean isRead(String path, String templates) {
    var here = path;
    while (!Pattern.compile("\\.Values\\." + Pattern.quote(here) + "(?![.\\w])")
        .matcher(templates)
        .find()) {
      if (!here.contains(".")) {
        return false;
      }
      here = here.substring(0, here.lastIndexOf('.'));
    }
    return true;
  }

  private static String templates() throws IOException {
    try (Stream<Path> files = Files.walk(Chart.FOLDER.resolve("templates"))) {
      return files.filter(Files::isRegularFile).map(Yaml::text).collect(Collectors.joining("\n"));
    }
  }

  private static Set<String> paths(Map<String, Object> values, String prefix) {
    var paths = new TreeSet<String>();
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            paths.addAll(paths(Yaml.map(map), prefix + key + "."));
          } else {
            paths.add(prefix + key);
          }
        });
    return paths;
  }

  private static void described(
      Map<String, Object> schema, Map<String, Object> node, String prefix, Set<String> paths) {
    var properties = node.get("properties");
    if (properties == null) {
      paths.add(prefix.substring(0, prefix.length() - 1));
      return;
    }
    Yaml.map(properties)
        .forEach(
            (key, child) ->
                described(schema, resolve(schema, Yaml.map(child)), prefix + key + ".", paths));
  }

  private static Map<String, Object> resolve(Map<String, Object> schema, Map<String, Object> node) {
    var reference = node.get("$ref");
    return reference == null
        ? node
        : Yaml.map(
            Yaml.at(
                schema, "definitions", reference.toString().substring("#/definitions/".length())));
  }
}
