package io.metricssidecar.e2e.injection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.ServiceName;
import io.metricssidecar.e2e.cluster.Namespace;
import io.metricssidecar.e2e.cluster.Waiting;
import io.metricssidecar.e2e.fixture.AnnotatedWorkload;
import io.metricssidecar.e2e.fixture.UnscheduledPod;
import io.metricssidecar.e2e.fixture.WebhookConfigurations;
import io.metricssidecar.e2e.workload.Load;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/// Another injector, for the pods of one namespace: it adds a container, an init container before
/// all others, a volume and an annotation. It is called again where a later injector has changed
/// the pod, and a pod is rejected where it cannot be called.
///
/// @param namespace whose pods it changes, and in which it runs
/// @param configuration name of its webhook configuration
record OtherInjector(Namespace namespace, String configuration) implements AutoCloseable {
  /// The name of everything that it adds.
  static final String NAME = "other";

  private static final String SERVER = "other-injector";
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
  private static final int PORT = 8443;

  /// Starts it and waits until the API server calls it.
  ///
  /// @param prefix of its webhook configuration's name, which decides the order
  static OtherInjector start(Namespace namespace, String prefix) {
    var random = new SecureRandom();
    var authority = Authority.create(Instant.now(), random);
    var leaf = authority.issue(new ServiceName(SERVER, namespace.name()), Instant.now(), random);
    namespace.create(
        new SecretBuilder()
            .withNewMetadata()
            .withName(SERVER)
            .endMetadata()
            .withType("kubernetes.io/tls")
            .addToStringData("tls.crt", leaf.certificatePem())
            .addToStringData("tls.key", leaf.keyPem())
            .build());
    namespace.create(
        new ServiceBuilder(Load.service(SERVER))
            .editSpec()
            .editFirstPort()
            .withPort(443)
            .withTargetPort(new IntOrString(PORT))
            .endPort()
            .endSpec()
            .build());
    namespace.create(Load.deployment(SERVER, 1, server()));
    namespace.awaitReady(SERVER, 1);
    var injector = new OtherInjector(namespace, prefix + "-" + namespace.name());
    var _ =
        namespace
            .cluster()
            .client()
            .resource(injector.webhook(authority.certificatePem()))
            .create();
    injector.awaitCalled();
    return injector;
  }

  private static PodTemplateSpec server() {
    return new PodTemplateSpecBuilder(Load.template(SERVER, AnnotatedWorkload.IMAGES, Map.of()))
        .editSpec()
        .editContainer(0)
        .addNewEnv()
        .withName("INJECT")
        .withValue(NAME)
        .endEnv()
        .addNewEnv()
        .withName("INJECT_IMAGE")
        .withValue(AnnotatedWorkload.IMAGES.load())
        .endEnv()
        .addNewEnv()
        .withName("TLS_CERT")
        .withValue("/tls/tls.crt")
        .endEnv()
        .addNewEnv()
        .withName("TLS_KEY")
        .withValue("/tls/tls.key")
        .endEnv()
        .addNewVolumeMount()
        .withName("tls")
        .withMountPath("/tls")
        .endVolumeMount()
        .withNewReadinessProbe()
        .withNewTcpSocket()
        .withNewPort(PORT)
        .endTcpSocket()
        .withPeriodSeconds(1)
        .endReadinessProbe()
        .endContainer()
        .addNewVolume()
        .withName("tls")
        .withNewSecret()
        .withSecretName(SERVER)
        .endSecret()
        .endVolume()
        .endSpec()
        .build();
  }

  private MutatingWebhookConfiguration webhook(String trusted) {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(configuration)
        .endMetadata()
        .addNewWebhook()
        .withName("pods.example.com")
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Fail")
        .withReinvocationPolicy("IfNeeded")
        .withNewNamespaceSelector()
        .addToMatchLabels(NAMESPACE_NAME, namespace.name())
        .endNamespaceSelector()
        .withNewClientConfig()
        .withCaBundle(Base64.getEncoder().encodeToString(trusted.getBytes(UTF_8)))
        .withNewService()
        .withName(SERVER)
        .withNamespace(namespace.name())
        .withPort(443)
        .endService()
        .endClientConfig()
        .addNewRule()
        .withOperations("CREATE")
        .withApiGroups("")
        .withApiVersions("v1")
        .withResources("pods")
        .endRule()
        .endWebhook()
        .build();
  }

  /// A new configuration reaches the API server's own cache a moment after it was written.
  private void awaitCalled() {
    Waiting.untilTrue(
        "the other injector to be called",
        Duration.ofSeconds(60),
        namespace.progress(),
        () -> {
          var pod = UnscheduledPod.dryRun(namespace, Map.of());
          return pod.getSpec().getContainers().size() == 2;
        });
  }

  /// Takes its webhook away; the rest goes with the namespace.
  @Override
  public void close() {
    WebhookConfigurations.named(namespace.cluster(), configuration).delete();
  }
}
