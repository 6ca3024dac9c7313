package io.metricssidecar.charts;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The chart's policy for budget Leases, with its expressions evaluated as an API server does: CEL
/// with optional values and RE2.
final class BudgetPolicy {
  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.optional())
          .addRuntimeLibraries(CelExtensions.optional())
          .addVar("object", SimpleType.DYN)
          .addVar("oldObject", SimpleType.DYN)
          .addVar("request", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .build();

  private final Object spec =
      Yaml.at(Chart.rendered(), "ValidatingAdmissionPolicy/metrics-sidecar-budget", "spec");

  private final Map<String, CelRuntime.Program> programs = new HashMap<>();

  /// The update of a Lease's annotations by a sidecar.
  ///
  /// @param before annotations as they are
  /// @param after annotations to write
  /// @param podUid that the sidecar's token is bound to
  /// @param podName of the same pod
  record Update(
      Map<String, String> before, Map<String, String> after, String podUid, String podName) {}

  /// The value of a variable of the policy.
  Object variable(String name, Update update) {
    return Yaml.at(input(update), "variables", name);
  }

  /// The messages of the rules that the update breaks; empty where it is accepted.
  List<Object> denials(Update update) {
    var input = input(update);
    return Yaml.list(Yaml.at(spec, "validations")).stream()
        .filter(rule -> !Boolean.TRUE.equals(evaluate(rule, input)))
        .map(rule -> Yaml.at(rule, "message"))
        .toList();
  }

  /// Everything that a rule sees; the variables are evaluated in their order.
  private Map<String, Object> input(Update update) {
    var variables = new HashMap<String, Object>();
    var input = new HashMap<String, Object>();
    input.put("oldObject", lease(update.before()));
    input.put("object", lease(update.after()));
    input.put("request", request(update));
    input.put("variables", variables);
    for (var variable : Yaml.list(Yaml.at(spec, "variables"))) {
      variables.put(Yaml.at(variable, "name").toString(), evaluate(variable, input));
    }
    return input;
  }

  private static Map<String, Object> lease(Map<String, String> annotations) {
    return Map.of("metadata", Map.of("annotations", annotations));
  }

  private static Map<String, Object> request(Update update) {
    return Map.of(
        "userInfo",
        Map.of(
            "extra",
            Map.of(
                "authentication.kubernetes.io/pod-uid", List.of(update.podUid()),
                "authentication.kubernetes.io/pod-name", List.of(update.podName()))));
  }

  private Object evaluate(Object expression, Map<String, Object> input) {
    var text = Yaml.at(expression, "expression").toString();
    try {
      return programs.computeIfAbsent(text, BudgetPolicy::program).eval(input);
    } catch (CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }

  private static CelRuntime.Program program(String text) {
    try {
      return CEL.createProgram(CEL.compile(text).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }
}
