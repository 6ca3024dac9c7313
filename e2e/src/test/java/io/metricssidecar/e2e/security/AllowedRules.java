package io.metricssidecar.e2e.security;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rights of a token as the API server lists them: `<verb> <group>/<resource> <name>` each,
/// without name where the right is for all objects.
final class AllowedRules {
  static Set<String> of(KubernetesClient client, String namespace) {
    var review =
        client
            .resource(
                new SelfSubjectRulesReviewBuilder()
                    .withNewSpec()
                    .withNamespace(namespace)
                    .endSpec()
                    .build())
            .create();
    return review.getStatus().getResourceRules().stream()
        .flatMap(AllowedRules::lines)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> lines(ResourceRule rule) {
    var names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
    return rule.getVerbs().stream()
        .flatMap(
            verb ->
                rule.getApiGroups().stream()
                    .flatMap(
                        group ->
                            rule.getResources().stream()
                                .flatMap(
                                    resource ->
                                        names.stream()
                                            .map(
                                                name ->
                                                    "%s %s/%s %s"
                                                        .formatted(verb, group, resource, name)
                                                        .strip()))));
  }

  private AllowedRules() {}
}
