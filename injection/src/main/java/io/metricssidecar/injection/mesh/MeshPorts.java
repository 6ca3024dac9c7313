package io.metricssidecar.injection.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The annotations that keep the sidecar's port from the proxies of meshes: a kubelet speaks no
/// mTLS, so a proxy that insists on it would answer the readiness probe in our place, and the pod
/// would never be ready. They are written whether or not there is a mesh, because a mesh that comes
/// after us cannot be seen in the review.
///
/// @param lists whole values by annotation; empty where nothing has to be written
/// @param warnings on lists that cannot be read and stay as they are
public record MeshPorts(SequencedMap<String, String> lists, List<String> warnings) {
  /// Nothing to write.
  public static final MeshPorts NONE = new MeshPorts(new LinkedHashMap<>(), List.of());

  public MeshPorts {
    lists = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lists));
    warnings = List.copyOf(warnings);
  }

  /// Adds a port to the lists of a pod that do not have it.
  public static MeshPorts without(int port, Map<String, String> annotations) {
    var lists = new LinkedHashMap<String, String>();
    var warnings = new ArrayList<String>();
    for (var mesh : Mesh.values()) {
      var text = annotations.getOrDefault(mesh.annotation(), mesh.otherwise());
      var list = mesh.read(text);
      if (list.isEmpty()) {
        warnings.add(
            "%s is no list of ports and stays as it is: a proxy may take the probe of port %d"
                .formatted(mesh.annotation(), port));
      } else if (!list.get().contains(port)) {
        lists.put(mesh.annotation(), text.isBlank() ? "" + port : text.strip() + "," + port);
      }
    }
    return new MeshPorts(lists, warnings);
  }

  /// The annotations of a pod with these.
  public Map<String, String> over(Map<String, String> annotations) {
    var all = new LinkedHashMap<>(annotations);
    all.putAll(lists);
    return all;
  }
}
