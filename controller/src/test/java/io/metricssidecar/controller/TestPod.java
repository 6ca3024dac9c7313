package io.metricssidecar.controller;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.Labels;
import io.metricssidecar.contract.Names;
import io.metricssidecar.contract.sidecar.IdentityVariable;
import io.metricssidecar.contract.sidecar.SidecarSetting;

/// A builder of pods of the namespace `shop`, as an API server holds them.
public final class TestPod {
  private final PodBuilder pod = new PodBuilder();

  private TestPod(String name) {
    pod.withNewMetadata().withNamespace(TestWorkloads.NAMESPACE).withName(name).endMetadata();
    pod.withNewSpec().addNewContainer().withName("app").endContainer().endSpec();
  }

  /// A pod with one container, `app`.
  public static TestPod named(String name) {
    return new TestPod(name);
  }

  public TestPod uid(String uid) {
    pod.editMetadata().withUid(uid).endMetadata();
    return this;
  }

  public TestPod createdAt(Object instant) {
    pod.editMetadata().withCreationTimestamp(instant.toString()).endMetadata();
    return this;
  }

  /// As the owner itself creates its pods: with the labels that it selects.
  public TestPod controlledBy(HasMetadata owner) {
    pod.editMetadata().addToLabels(TestWorkloads.podLabels(owner)).endMetadata();
    return controlledBy(TestWorkloads.controlledBy(owner));
  }

  public TestPod controlledBy(OwnerReference owner) {
    pod.editMetadata().withOwnerReferences(owner).endMetadata();
    return this;
  }

  public TestPod labelled(String key, String value) {
    pod.editMetadata().addToLabels(key, value).endMetadata();
    return this;
  }

  public TestPod annotated(String key, String value) {
    pod.editMetadata().addToAnnotations(key, value).endMetadata();
    return this;
  }

  public TestPod serviceAccount(String name) {
    pod.editSpec().withServiceAccountName(name).endSpec();
    return this;
  }

  /// Limits of the container `app`.
  public TestPod limits(String cpu, String memory) {
    pod.editSpec()
        .editFirstContainer()
        .withNewResources()
        .addToLimits("cpu", new Quantity(cpu))
        .addToLimits("memory", new Quantity(memory))
        .endResources()
        .endContainer()
        .endSpec();
    return this;
  }

  /// As the webhook labels a pod that gets a sidecar, with the sidecar.
  public TestPod injected(EnvVar... env) {
    pod.editMetadata().addToLabels(Labels.INJECTED, Labels.TRUE).endMetadata();
    pod.editSpec()
        .addToContainers(new ContainerBuilder().withName(Names.CONTAINER).withEnv(env).build())
        .endSpec();
    return this;
  }

  /// The same with a sidecar that uses the Lease of the Deployment `web`.
  ///
  /// @param floor in percent
  public TestPod injectedWithFloor(int floor) {
    return injected(
        new EnvVar(IdentityVariable.SHED_LEASE.env(), TestLeases.WEB.name(), null),
        new EnvVar(SidecarSetting.MINIMUM_PODS.env(), Integer.toString(floor), null));
  }

  /// As the webhook labels a pod that opted in and gets no sidecar: it uses its node's network.
  public TestPod skippedOnTheHostNetwork() {
    pod.editMetadata()
        .addToLabels(Labels.INJECTED, Labels.FALSE)
        .addToAnnotations(Annotations.ENABLED, "true")
        .endMetadata();
    pod.editSpec().withHostNetwork(true).endSpec();
    return this;
  }

  public TestPod terminating() {
    pod.editMetadata().withDeletionTimestamp("2026-11-21T12:00:00Z").endMetadata();
    return this;
  }

  /// When it is deleted it stays until the finalizer is taken away.
  public TestPod finalizedBy(String finalizer) {
    pod.editMetadata().addToFinalizers(finalizer).endMetadata();
    return this;
  }

  public TestPod phase(String phase) {
    pod.withNewStatus().withPhase(phase).endStatus();
    return this;
  }

  public Pod build() {
    return pod.build();
  }
}
