package io.metricssidecar.simulation.fleet;

import io.metricssidecar.contract.sidecar.Limits;
import io.metricssidecar.sidecar.budget.EndpointSlices;
import io.metricssidecar.simulation.world.api.LeaseObject;
import io.metricssidecar.simulation.world.api.PodObject;
import io.metricssidecar.simulation.world.api.SliceList;
import io.metricssidecar.simulation.world.api.WorkloadObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/// The objects of the API server as it writes them, as far as a sidecar reads them.
final class ObjectJson {
  private ObjectJson() {}

  static JsonObject pod(PodObject pod) {
    var containers = new JsonArray();
    var statuses = new JsonArray();
    for (var container : pod.containers()) {
      var resources = new JsonObject().put("limits", limits(container.limits()));
      containers.add(
          new JsonObject().put("name", container.name()).put("resources", resources.copy()));
      statuses.add(status(container).put("resources", resources));
    }
    return new JsonObject()
        .put("kind", "Pod")
        .put("metadata", metadata(pod))
        .put("spec", new JsonObject().put("nodeName", pod.node()).put("containers", containers))
        .put(
            "status",
            new JsonObject()
                .put("conditions", new JsonArray().add(condition("Ready", pod.ready())))
                .put("containerStatuses", statuses));
  }

  private static JsonObject metadata(PodObject pod) {
    var metadata =
        new JsonObject()
            .put("name", pod.name())
            .put("uid", pod.uid())
            .put("resourceVersion", Long.toString(pod.resourceVersion()))
            .put("labels", texts(pod.labels()));
    var deleted = pod.deleted();
    if (deleted != null) {
      metadata.put("deletionTimestamp", deleted.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return metadata;
  }

  private static JsonObject status(PodObject.Container container) {
    var started = container.started();
    var state = new JsonObject();
    if (started == null) {
      state.put("waiting", new JsonObject());
    } else {
      var at = started.truncatedTo(ChronoUnit.SECONDS).toString();
      state.put("running", new JsonObject().put("startedAt", at));
    }
    return new JsonObject()
        .put("name", container.name())
        .put("ready", container.ready())
        .put("state", state);
  }

  private static JsonObject limits(Limits limits) {
    var written = new JsonObject();
    var millicores = limits.cpuMillicores();
    if (millicores != null) {
      written.put("cpu", millicores + "m");
    }
    var bytes = limits.memoryBytes();
    if (bytes != null) {
      written.put("memory", Long.toString(bytes));
    }
    return written;
  }

  private static JsonObject condition(String type, boolean status) {
    return new JsonObject().put("type", type).put("status", status ? "True" : "False");
  }

  static JsonObject workload(WorkloadObject workload) {
    var spec =
        new JsonObject()
            .put("selector", new JsonObject().put("matchLabels", texts(workload.labels())))
            .put("paused", workload.paused());
    if (workload.kind().equals("StatefulSet")) {
      spec.put("podManagementPolicy", workload.ordered() ? "OrderedReady" : "Parallel");
    }
    var daemons = workload.kind().equals("DaemonSet");
    if (!daemons) {
      spec.put("replicas", workload.desired());
    }
    return new JsonObject()
        .put("kind", workload.kind())
        .put(
            "metadata",
            new JsonObject()
                .put("name", workload.name())
                .put("uid", workload.uid())
                .put("generation", workload.generation()))
        .put("spec", spec)
        .put("status", daemons ? daemonSet(workload) : replicas(workload));
  }

  private static JsonObject daemonSet(WorkloadObject workload) {
    return new JsonObject()
        .put("observedGeneration", workload.observed())
        .put("desiredNumberScheduled", workload.desired())
        .put("currentNumberScheduled", workload.present())
        .put("updatedNumberScheduled", workload.updated())
        .put("numberReady", workload.ready())
        .put("numberAvailable", workload.available());
  }

  private static JsonObject replicas(WorkloadObject workload) {
    return new JsonObject()
        .put("observedGeneration", workload.observed())
        .put("replicas", workload.present())
        .put("updatedReplicas", workload.updated())
        .put("readyReplicas", workload.ready())
        .put("availableReplicas", workload.available())
        .put("conditions", new JsonArray().add(condition("Progressing", workload.progressing())));
  }

  static JsonObject slices(SliceList list) {
    var items = new JsonArray();
    for (var slice : list.items()) {
      var endpoints = new JsonArray();
      slice.endpoints().forEach(endpoint -> endpoints.add(endpoint(endpoint)));
      var labels = new JsonObject().put(EndpointSlices.SERVICE, slice.service());
      items.add(
          new JsonObject()
              .put("metadata", new JsonObject().put("labels", labels))
              .put("endpoints", endpoints));
    }
    return new JsonObject()
        .put("kind", "EndpointSliceList")
        .put("metadata", new JsonObject().put("continue", list.next()))
        .put("items", items);
  }

  private static JsonObject endpoint(SliceList.Endpoint endpoint) {
    return new JsonObject()
        .put("addresses", new JsonArray().add(endpoint.address()))
        .put("nodeName", endpoint.node())
        .put("zone", endpoint.zone())
        .put(
            "targetRef",
            new JsonObject()
                .put("kind", "Pod")
                .put("name", endpoint.podName())
                .put("uid", endpoint.podUid()))
        .put(
            "conditions",
            new JsonObject()
                .put("ready", endpoint.ready())
                .put("serving", endpoint.serving())
                .put("terminating", endpoint.terminating()));
  }

  static JsonObject lease(LeaseObject lease) {
    return new JsonObject()
        .put("apiVersion", "coordination.k8s.io/v1")
        .put("kind", "Lease")
        .put(
            "metadata",
            new JsonObject()
                .put("name", lease.name())
                .put("uid", lease.uid())
                .put("resourceVersion", Long.toString(lease.resourceVersion()))
                .put("annotations", texts(lease.annotations())))
        .put("spec", new JsonObject());
  }

  /// Reads a Lease that a sidecar writes.
  static LeaseObject lease(JsonObject body) {
    var metadata = body.getJsonObject("metadata");
    var annotations = new HashMap<String, String>();
    metadata
        .getJsonObject("annotations", new JsonObject())
        .forEach(entry -> annotations.put(entry.getKey(), String.valueOf(entry.getValue())));
    return new LeaseObject(
        metadata.getString("name"),
        metadata.getString("uid"),
        Long.parseLong(metadata.getString("resourceVersion")),
        annotations);
  }

  private static JsonObject texts(Map<String, String> map) {
    var object = new JsonObject();
    map.forEach(object::put);
    return object;
  }
}
