package io.metricssidecar.controller.missed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.metricssidecar.contract.Labels;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A reader of the pods that opted in and that the webhook has not labelled. No selector of the API
/// can ask for an annotation, so it reads the metadata of all pods without our label, in pages.
final class UnseenPods {
  /// A page of the largest pods, with 256 KiB of annotations each, still fits the heap.
  private static final int PAGE_SIZE = 50;

  private static final long TIMEOUT_SECONDS = 30;

  /// Metadata alone, in JSON
  /// (https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches).
  private static final String METADATA_ONLY =
      "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

  private static final String UNFINISHED = "status.phase!=Succeeded,status.phase!=Failed";

  private final KubernetesClient client;
  private final Set<String> denied;

  /// @param client to the API server
  /// @param denied namespaces without injection
  UnseenPods(KubernetesClient client, Set<String> denied) {
    this.client = requireNonNull(client, "client is null");
    this.denied = Set.copyOf(denied);
  }

  /// All of them, the oldest first. Blocks, and fails where the API server does not respond.
  ///
  /// @param page called after every page
  List<UnseenPod> read(Runnable page) throws InterruptedException {
    var optedIn =
        client.namespaces().withLabel(Labels.INJECTION, Labels.ENABLED).list().getItems().stream()
            .map(namespace -> namespace.getMetadata().getName())
            .collect(Collectors.toSet());
    var found = new ArrayList<UnseenPod>();
    var next = "";
    do {
      var read = page(next);
      for (var item : items(read)) {
        UnseenPod.of(item.getMetadata(), optedIn, denied).ifPresent(found::add);
      }
      next = read.getMetadata() == null ? "" : text(read.getMetadata().getContinue());
      page.run();
    } while (!next.isEmpty());
    found.sort(UnseenPod.ORDER);
    return found;
  }

  /// The items of a page: an API server writes null for an empty list of metadata.
  private static List<Pod> items(PodList page) {
    return Objects.requireNonNullElse(page.getItems(), List.of());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private PodList page(String from) throws InterruptedException {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(
                client.getMasterUrl()
                    + "api/v1/pods?limit=%d&labelSelector=%s&fieldSelector=%s&continue=%s"
                        .formatted(
                            PAGE_SIZE,
                            encoded("!" + Labels.INJECTED),
                            encoded(UNFINISHED),
                            encoded(from)))
            .header("Accept", METADATA_ONLY)
            .build();
    try {
      var response = http.sendAsync(request, String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!response.isSuccessful()) {
        throw new IllegalStateException("listing pods was answered with " + response.code());
      }
      return client.getKubernetesSerialization().unmarshal(response.body(), PodList.class);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("pods cannot be listed", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
