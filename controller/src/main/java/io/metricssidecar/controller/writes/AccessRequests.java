package io.metricssidecar.controller.writes;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.metricssidecar.controller.ownership.Owners;
import io.metricssidecar.controller.workloads.Owner;
import java.util.Optional;
import java.util.function.BiFunction;

/// The requests to the API server that writes are made of. For any thread.
public final class AccessRequests {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private final KubernetesClient client;
  private final Owners owners;
  private final BiFunction<HasMetadata, HasMetadata, Optional<AccessAction>> adoption;

  /// @param client to the API server, which is asked once
  /// @param owners of which those are forgotten whose objects have to be created
  /// @param adoption the write that makes an object ours again, from the object that could not be
  ///   created and the one that has its name; empty where it belongs to somebody else
  public AccessRequests(
      KubernetesClient client,
      Owners owners,
      BiFunction<HasMetadata, HasMetadata, Optional<AccessAction>> adoption) {
    this.client = requireNonNull(client, "client is null");
    this.owners = requireNonNull(owners, "owners is null");
    this.adoption = requireNonNull(adoption, "adoption is null");
  }

  /// Does a write. Blocks, for as long as the client waits for an answer, and never throws.
  Outcome send(AccessAction action) {
    try {
      return request(action);
    } catch (KubernetesClientException e) {
      return e.getCode() == NOT_FOUND || e.getCode() == CONFLICT
          ? new Outcome.Outdated()
          : failed(e, e.getCode() == 0 || e.getCode() >= SERVER_ERROR);
    } catch (RuntimeException e) {
      return failed(e, true);
    }
  }

  private static Outcome failed(RuntimeException e, boolean unavailable) {
    return new Outcome.Failed(requireNonNullElseGet(e.getMessage(), e::toString), unavailable);
  }

  private Outcome request(AccessAction action) {
    switch (action) {
      case AccessAction.Create(var object) -> {
        // Read the workload again before the next run: if it is gone, the garbage collector
        // deletes what we create, and we would create it again and again.
        owners.forget(object.getMetadata().getNamespace(), owner(object));
        return create(object);
      }
      case AccessAction.Update(var object) -> client.resource(object).update();
      case AccessAction.Delete(var object) ->
          client.resource(object).lockResourceVersion().delete();
    }
    return new Outcome.Done();
  }

  private Outcome create(HasMetadata object) {
    try {
      client.resource(object).create();
      return new Outcome.Done();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      var present = client.resource(object).get();
      if (present == null) {
        return new Outcome.Outdated();
      }
      return adoption.apply(object, present).map(this::request).orElseGet(Outcome.Taken::new);
    }
  }

  /// The workload that an object belongs to.
  ///
  /// @param object one of ours: it has an owner
  static Owner owner(HasMetadata object) {
    return Owner.of(object.getMetadata().getOwnerReferences().getFirst());
  }
}
