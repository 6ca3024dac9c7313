package io.metricssidecar.e2e;

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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/// An injector of somebody else's, for the pods of one namespace: it adds a container, an init
/// container before all others, a volume and an annotation. It is asked again where a later
/// injector has changed the pod, and a pod that it cannot be asked about does not start.
///
/// @param namespace whose pods it changes, and in which it runs
/// @param configuration name of its webhook configuration
record OtherInjector(Namespace namespace, String configuration) implements AutoCloseable {
  /// Of everything that it adds.
  static final String NAME = "other";

  private static final String SERVER = "other-injector";
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
  private static final int PORT = 8443;

  /// Starts it and waits until the API server asks it.
  ///
  /// @param prefix of its webhook configuration's name, which decides on the order
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
    injector.awaitAsked();
    return injector;
  }

  private static PodTemplateSpec server() {
    return new PodTemplateSpecBuilder(Load.template(SERVER, Annotated.IMAGES, Map.of()))
        .editSpec()
        .editContainer(0)
        .addNewEnv()
        .withName("INJECT")
        .withValue(NAME)
        .endEnv()
        .addNewEnv()
        .withName("INJECT_IMAGE")
        .withValue(Annotated.IMAGES.load())
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
  private void awaitAsked() {
    Waiting.until(
        "the other injector to be asked",
        Duration.ofSeconds(60),
        namespace.progress(),
        () -> {
          var pod = Admissions.dryRun(namespace, Map.of());
          return Fleet.missingUnless(pod.getSpec().getContainers().size() == 2);
        });
  }

  /// Takes its webhook away; the rest goes with the namespace.
  @Override
  public void close() {
    namespace.cluster().webhookConfiguration(configuration).delete();
  }
}
