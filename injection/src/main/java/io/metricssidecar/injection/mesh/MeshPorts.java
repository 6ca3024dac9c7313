package io.metricssidecar.injection.mesh;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.injection.pod.PodView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The annotations that exclude the sidecar's port from the proxies of meshes: a kubelet does not
/// speak mTLS, so a proxy that requires it would fail the readiness probe, and the pod would never
/// be ready. They are written on every pod, because a mesh that is injected after us cannot be seen
/// in the review.
///
/// @param lists complete values by annotation; empty where nothing has to be written
/// @param warnings about lists that cannot be parsed and are left unchanged
public record MeshPorts(SequencedMap<String, String> lists, List<String> warnings) {
  /// No annotation and no warning.
  public static final MeshPorts NONE = new MeshPorts(new LinkedHashMap<>(), List.of());

  /// What meshes exclude on pods without the annotation, which are most: parsed once.
  private static final Map<Mesh, Optional<PortList>> DEFAULTS = defaults();

  public MeshPorts {
    lists = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lists));
    warnings = List.copyOf(warnings);
  }

  private static Map<Mesh, Optional<PortList>> defaults() {
    var lists = new EnumMap<Mesh, Optional<PortList>>(Mesh.class);
    for (var mesh : Mesh.values()) {
      lists.put(mesh, PortList.parse(mesh.defaultPorts()));
    }
    return lists;
  }

  /// The lists of a pod extended by a port, where they do not contain it.
  public static MeshPorts excluding(int port, Map<String, String> annotations) {
    var lists = new LinkedHashMap<String, String>();
    var warnings = new ArrayList<String>();
    for (var mesh : Mesh.values()) {
      var written = annotations.get(mesh.annotation());
      var text = written == null ? mesh.defaultPorts() : written;
      var list = written == null ? requireNonNull(DEFAULTS.get(mesh)) : mesh.read(written);
      if (list.isEmpty()) {
        warnings.add(
            "%s is not a list of ports and is left unchanged: a proxy may intercept the probe of port %d"
                .formatted(mesh.annotation(), port));
      } else if (!list.get().contains(port)) {
        lists.put(mesh.annotation(), text.isBlank() ? "" + port : text.strip() + "," + port);
      }
    }
    return new MeshPorts(lists, warnings);
  }

  /// Whether the proxy of a mesh, injected before the sidecar, intercepts the traffic to a port of
  /// the pod although these are written.
  public boolean interceptedByProxy(int port, PodView pod) {
    var admitted = appliedTo(pod.annotations());
    for (var mesh : Mesh.values()) {
      if (mesh.intercepts(port, pod, admitted)) {
        return true;
      }
    }
    return false;
  }

  private Map<String, String> appliedTo(Map<String, String> annotations) {
    var all = new LinkedHashMap<>(annotations);
    all.putAll(lists);
    return all;
  }
}
