package io.metricssidecar.charts.policies;

import com.google.protobuf.NullValue;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.HomogeneousLiteralValidator;
import io.metricssidecar.charts.Yaml;
import io.metricssidecar.contract.settings.Quantity;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A ValidatingAdmissionPolicy of the chart, with its expressions evaluated as an API server does:
/// CEL with optional values, extended strings, RE2 and Kubernetes' quantities, which here are
/// numbers.
public final class AdmissionPolicy {
  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.optional(), CelExtensions.strings())
          .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.strings())
          .addVar("object", SimpleType.DYN)
          .addVar("oldObject", SimpleType.DYN)
          .addVar("request", SimpleType.DYN)
          .addVar("variables", SimpleType.DYN)
          .addVar("namespaceObject", SimpleType.DYN)
          .addVar("params", SimpleType.DYN)
          .addFunctionDeclarations(
              CelFunctionDecl.newFunctionDeclaration(
                  "isQuantity",
                  CelOverloadDecl.newGlobalOverload(
                      "is_quantity", SimpleType.BOOL, SimpleType.STRING)),
              CelFunctionDecl.newFunctionDeclaration(
                  "quantity",
                  CelOverloadDecl.newGlobalOverload(
                      "quantity", SimpleType.DOUBLE, SimpleType.STRING)),
              CelFunctionDecl.newFunctionDeclaration(
                  "compareTo",
                  CelOverloadDecl.newMemberOverload(
                      "quantity_compare_to", SimpleType.INT, SimpleType.DOUBLE, SimpleType.DOUBLE)))
          .addFunctionBindings(
              CelFunctionBinding.from(
                  "is_quantity", String.class, text -> Quantity.parse(text).isPresent()),
              CelFunctionBinding.from(
                  "quantity",
                  String.class,
                  text -> Quantity.parse(text).orElseThrow().doubleValue()),
              CelFunctionBinding.from(
                  "quantity_compare_to",
                  Double.class,
                  Double.class,
                  (one, other) -> (long) one.compareTo(other)))
          .build();

  /// API servers refuse a policy with a list or a map of several types, such as `string` and `dyn`.
  private static final CelValidator VALIDATOR =
      CelValidatorFactory.standardCelValidatorBuilder(CEL)
          .addAstValidators(HomogeneousLiteralValidator.newInstance())
          .build();

  private final Object spec;
  private final Map<String, CelRuntime.Program> programs = new HashMap<>();

  private AdmissionPolicy(Object spec) {
    this.spec = spec;
  }

  /// A policy by its name.
  ///
  /// @param rendered objects of the chart
  public static AdmissionPolicy of(Map<String, Object> rendered, String name) {
    return new AdmissionPolicy(Yaml.at(rendered, "ValidatingAdmissionPolicy/" + name, "spec"));
  }

  /// What a rule sees of a request, besides the policy's own variables.
  ///
  /// @param object after the request; a null value of CEL where it is deleted
  /// @param oldObject before the request; a null value of CEL where it is created
  /// @param request with what the policy reads of it
  /// @param namespaceObject the namespace that the object is in; a null value of CEL where the
  ///   policy does not read it
  /// @param params the object of the policy's `paramKind`; a null value of CEL where it has none
  public record Input(
      Object object,
      Object oldObject,
      Map<String, Object> request,
      Object namespaceObject,
      Object params) {
    public Input(Object object, Object oldObject, Map<String, Object> request) {
      this(object, oldObject, request, NullValue.NULL_VALUE, NullValue.NULL_VALUE);
    }
  }

  /// An object as a rule sees it.
  ///
  /// @param yaml empty for none
  public static Object object(String yaml) {
    return yaml.isEmpty() ? NullValue.NULL_VALUE : numbers(Yaml.documents(yaml).getFirst());
  }

  /// The same with the integers of CEL, which have 64 bits.
  private static Object numbers(Object node) {
    return switch (node) {
      case Integer number -> number.longValue();
      case List<?> list -> list.stream().map(AdmissionPolicy::numbers).toList();
      case Map<?, ?> map -> {
        var numbers = new LinkedHashMap<Object, Object>();
        map.forEach((key, value) -> numbers.put(key, numbers(value)));
        yield numbers;
      }
      case null, default -> node;
    };
  }

  /// The value of a variable of the policy.
  public Object variable(String name, Input input) {
    return Yaml.at(bindings(input), "variables", name);
  }

  /// The messages of the rules that a request breaks; empty where it is accepted.
  public List<Object> denials(Input input) {
    var bindings = bindings(input);
    return Yaml.list(Yaml.at(spec, "validations")).stream()
        .filter(rule -> !Boolean.TRUE.equals(evaluate(rule, bindings)))
        .map(rule -> Yaml.at(rule, "message"))
        .toList();
  }

  /// Whether the policy judges a request at all.
  public boolean concerns(Input input) {
    var bindings = given(input);
    return Yaml.list(Yaml.at(spec, "matchConditions")).stream()
        .allMatch(condition -> Boolean.TRUE.equals(evaluate(condition, bindings)));
  }

  /// What the API server tells about a request: the messages of the rules that it breaks, as their
  /// expressions make them; empty where it is accepted or not judged.
  public List<String> warnings(Input input) {
    if (!concerns(input)) {
      return List.of();
    }
    var bindings = bindings(input);
    return Yaml.list(Yaml.at(spec, "validations")).stream()
        .filter(rule -> !Boolean.TRUE.equals(evaluate(rule, bindings)))
        .map(rule -> message(rule, bindings))
        .toList();
  }

  private String message(Object rule, Map<String, Object> bindings) {
    var expression = Yaml.map(rule).get("messageExpression");
    return expression == null
        ? Yaml.at(rule, "message").toString()
        : evaluate(Map.of("expression", expression), bindings).toString();
  }

  /// What an expression sees; the variables are evaluated in their order.
  private Map<String, Object> bindings(Input input) {
    var variables = new HashMap<String, Object>();
    var bindings = given(input);
    bindings.put("variables", variables);
    for (var variable : Yaml.list(Yaml.at(spec, "variables"))) {
      variables.put(Yaml.at(variable, "name").toString(), evaluate(variable, bindings));
    }
    return bindings;
  }

  /// What a condition sees, which has no variables.
  private static Map<String, Object> given(Input input) {
    var given = new HashMap<String, Object>();
    given.put("object", input.object());
    given.put("oldObject", input.oldObject());
    given.put("request", input.request());
    given.put("namespaceObject", input.namespaceObject());
    given.put("params", input.params());
    return given;
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
      var ast = CEL.compile(text).getAst();
      var found = VALIDATOR.validate(ast);
      if (found.hasError()) {
        throw new AssertionError(text + "\n" + found.getErrorString());
      }
      return CEL.createProgram(ast);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }
}
