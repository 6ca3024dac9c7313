package io.metricssidecar.contract.sidecar;

import io.metricssidecar.contract.settings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment of a sidecar with a given configuration.
final class Environments {
  /// The environment that [SidecarConfig#fromEnv] reads back to an equal value.
  static Map<String, String> of(SidecarConfig config) {
    var env = new LinkedHashMap<String, String>();
    put(env, IdentityVariable.NAMESPACE, config.pod().namespace());
    put(env, IdentityVariable.POD_NAME, config.pod().name());
    put(env, IdentityVariable.POD_UID, config.pod().uid());
    put(env, IdentityVariable.NODE_NAME, config.pod().node());
    put(env, IdentityVariable.OWNER_KIND, config.workload().kind());
    put(env, IdentityVariable.OWNER_API, config.workload().api());
    put(env, IdentityVariable.DEPLOYMENT_NAME, config.workload().name());
    put(env, IdentityVariable.SHED_LEASE, config.lease());
    put(env, SidecarSetting.CONTAINER, config.container());
    put(env, IdentityVariable.CPU_LIMIT_MILLICORES, config.limits().cpuMillicores());
    put(env, IdentityVariable.MEMORY_LIMIT_BYTES, config.limits().memoryBytes());
    env.putAll(config.settings().toEnv());
    return env;
  }

  private static <T> void put(Map<String, String> env, Setting<T> setting, @Nullable T value) {
    if (value != null && !value.equals("")) {
      env.put(setting.env(), setting.parser().format(value));
    }
  }

  private Environments() {}
}
