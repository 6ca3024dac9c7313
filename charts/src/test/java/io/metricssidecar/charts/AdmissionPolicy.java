package io.metricssidecar.charts;

import com.google.protobuf.NullValue;
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

/// A ValidatingAdmissionPolicy of the chart, with its expressions evaluated as an API server does:
/// CEL with optional values, extended strings and RE2.
final class AdmissionPolicy {
  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.optional(), CelExtensions.strings())
          .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.strings())
          .addVar("object", SimpleType.DYN)
          .addVar("oldObject", SimpleType.DYN)
          .addVar("request", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .build();

  private final Object spec;
  private final Map<String, CelRuntime.Program> programs = new HashMap<>();

  private AdmissionPolicy(Object spec) {
    this.spec = spec;
  }

  /// A policy by its name.
  ///
  /// @param rendered objects of the chart
  static AdmissionPolicy of(Map<String, Object> rendered, String name) {
    return new AdmissionPolicy(Yaml.at(rendered, "ValidatingAdmissionPolicy/" + name, "spec"));
  }

  /// What a rule sees of a request, besides the policy's own variables.
  ///
  /// @param object after the request; a null value of CEL where it is deleted
  /// @param oldObject before the request; a null value of CEL where it is created
  /// @param request with what the policy reads of it
  record Input(Object object, Object oldObject, Map<String, Object> request) {}

  /// An object as a rule sees it.
  ///
  /// @param yaml empty for none
  static Object object(String yaml) {
    return yaml.isEmpty() ? NullValue.NULL_VALUE : Yaml.documents(yaml).getFirst();
  }

  /// The value of a variable of the policy.
  Object variable(String name, Input input) {
    return Yaml.at(bindings(input), "variables", name);
  }

  /// The messages of the rules that a request breaks; empty where it is accepted.
  List<Object> denials(Input input) {
    var bindings = bindings(input);
    return Yaml.list(Yaml.at(spec, "validations")).stream()
        .filter(rule -> !Boolean.TRUE.equals(evaluate(rule, bindings)))
        .map(rule -> Yaml.at(rule, "message"))
        .toList();
  }

  /// The variables are evaluated in their order.
  private Map<String, Object> bindings(Input input) {
    var variables = new HashMap<String, Object>();
    var bindings = new HashMap<String, Object>();
    bindings.put("object", input.object());
    bindings.put("oldObject", input.oldObject());
    bindings.put("request", input.request());
    bindings.put("variables", variables);
    for (var variable : Yaml.list(Yaml.at(spec, "variables"))) {
      variables.put(Yaml.at(variable, "name").toString(), evaluate(variable, bindings));
    }
    return bindings;
  }

  private Object evaluate(Object expression, Map<String, Object> bindings) {
    var text = Yaml.at(expression, "expression").toString();
    try {
      return programs.computeIfAbsent(text, AdmissionPolicy::program).eval(bindings);
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
