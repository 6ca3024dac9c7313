package io.metricssidecar.e2e;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives cases what they ask for by parameter: the [Cluster], the [Release] (installed once for the
/// run), and a [Namespace] of their own, which is deleted afterwards. A case that fails leaves its
/// diagnostics in the output.
final class OnCluster implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(OnCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Cluster.class || type == Release.class || type == Namespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    if (type == Cluster.class) {
      return cluster(context);
    }
    return type == Release.class ? release(context).release() : namespace(context);
  }

  private static Cluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Cluster.class, _ -> connect(), Cluster.class);
  }

  private static Cluster connect() {
    var cluster = Cluster.connect(System.getenv());
    Progress.of("cluster").say(cluster.description());
    return cluster;
  }

  private static InstalledRelease release(ExtensionContext context) {
    var cluster = cluster(context);
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(
            InstalledRelease.class, _ -> InstalledRelease.in(cluster), InstalledRelease.class);
  }

  private static Namespace namespace(ExtensionContext context) {
    var about = context.getRequiredTestMethod().getName();
    return context
        .getStore(STORE)
        .computeIfAbsent(
            Namespace.class,
            _ ->
                Namespace.create(
                    cluster(context),
                    "e2e-" + prefix(context.getRequiredTestClass()),
                    Progress.of(about)),
            Namespace.class);
  }

  private static String prefix(Class<?> type) {
    return type.getSimpleName().replace("E2E", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var namespace = context.getStore(STORE).get(Namespace.class, Namespace.class);
    if (namespace != null && context.getExecutionException().isPresent()) {
      System.out.println(context.getDisplayName() + " FAILED\n" + namespace.diagnostics());
    }
  }
}
