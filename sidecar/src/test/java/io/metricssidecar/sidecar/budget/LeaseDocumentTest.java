package io.metricssidecar.sidecar.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.contract.budget.Holder;
import io.metricssidecar.decision.budget.BudgetLease;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseDocumentTest {
  private static final String LEASE =
      """
      {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
       "metadata": {
         "name": "metrics-sidecar-deployment-web", "namespace": "shop", "uid": "l1",
         "resourceVersion": "41", "labels": {"app.kubernetes.io/managed-by": "metrics-sidecar"},
         "ownerReferences": [{"kind": "Deployment", "name": "web", "uid": "w"}],
         "managedFields": [{"manager": "metrics-sidecar"}],
         "annotations": {
           "metrics-sidecar/format": "1", "metrics-sidecar/slots": "3", "team": "shop",
           "holder.metrics-sidecar/b": "2 web-b", "holder.metrics-sidecar/a": "1 web-a"}},
       "spec": {"leaseDurationSeconds": 15}}
      """;

  private static JsonObject object() {
    return new JsonObject(LEASE);
  }

  private static JsonObject annotations(JsonObject lease) {
    return lease.getJsonObject("metadata").getJsonObject("annotations");
  }

  private static BudgetLease lease(JsonObject object) {
    return LeaseDocument.read(object).orElseThrow().lease();
  }

  @Test
  void readsHoldersInTheOrderOfTheirNumbers() {
    assertThat(lease(object()))
        .isEqualTo(
            new BudgetLease(
                "l1", "41", 3, List.of(new Holder("a", 1, "web-a"), new Holder("b", 2, "web-b"))));
  }

  @Test
  void aFormatThatIsNotKnownIsNotReadAtAll() {
    var unknown = object();
    annotations(unknown).put("metrics-sidecar/format", "2");
    var missing = object();
    annotations(missing).remove("metrics-sidecar/format");
    var bare = object();
    bare.getJsonObject("metadata").remove("annotations");
    var anonymous = object();
    anonymous.getJsonObject("metadata").remove("uid");

    assertThat(List.of(unknown, missing, bare, anonymous, new JsonObject()))
        .allSatisfy(object -> assertThat(LeaseDocument.read(object)).isEmpty());
  }

  @Test
  void whatIsNotShapedLikeALeaseIsNotRead() {
    var list = object().put("metadata", List.of("a"));
    var nothing = object();
    nothing.getJsonObject("metadata").putNull("annotations");

    assertThat(LeaseDocument.read(list)).isEmpty();
    assertThat(LeaseDocument.read(nothing)).isEmpty();
  }

  /// A value that nobody can read is a holder all the same, and the first to be trimmed.
  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "-1 x", "1.5 x", "1234567890123456789 x", " 1 x"})
  void aHolderThatCannotBeReadCountsAndComesLast(String value) {
    var object = object();
    annotations(object).put("holder.metrics-sidecar/0", value);

    assertThat(lease(object).holders())
        .isEqualTo(
            List.of(
                new Holder("a", 1, "web-a"),
                new Holder("b", 2, "web-b"),
                new Holder("0", Long.MAX_VALUE, "")));
  }

  @Test
  void aHolderWithoutANameAndOneOfAnotherTypeAreHolders() {
    var object = object();
    annotations(object).put("holder.metrics-sidecar/c", "3").put("holder.metrics-sidecar/d", 4);

    assertThat(lease(object).holders())
        .isEqualTo(
            List.of(
                new Holder("a", 1, "web-a"),
                new Holder("b", 2, "web-b"),
                new Holder("c", 3, ""),
                new Holder("d", 4, "")));
  }

  @Test
  void holdersOfOneNumberAreInTheOrderOfTheirUids() {
    var object = object();
    annotations(object).put("holder.metrics-sidecar/0", "2 web-0");

    assertThat(lease(object).holders().stream().map(Holder::uid)).isEqualTo(List.of("a", "0", "b"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "9999999, 9999999", "12345678, 0", "-1, 0", "many, 0", "'', 0"})
  void slotsThatCannotBeReadAllowNothing(String text, int slots) {
    var object = object();
    annotations(object).put("metrics-sidecar/slots", text);

    assertThat(lease(object).slots()).isEqualTo(slots);
  }

  @Test
  void slotsThatNobodyWroteAreNotKnown() {
    var object = object();
    annotations(object).remove("metrics-sidecar/slots");

    assertThat(lease(object).slots()).isNull();
  }

  @Test
  void writesOneHolderMoreAndChangesNothingElse() {
    var document = LeaseDocument.read(object()).orElseThrow();
    var expected = object();
    expected.getJsonObject("metadata").remove("managedFields");
    annotations(expected).put("holder.metrics-sidecar/c", "3 web-c");

    assertThat(document.write(document.lease().with("c", "web-c"))).isEqualTo(expected);
    assertThat(document.object()).isEqualTo(object());
  }

  @Test
  void writesOneHolderLessAndChangesNothingElse() {
    var document = LeaseDocument.read(object()).orElseThrow();
    var expected = object();
    expected.getJsonObject("metadata").remove("managedFields");
    annotations(expected).remove("holder.metrics-sidecar/a");

    assertThat(document.write(document.lease().without("a"))).isEqualTo(expected);
  }

  /// Somebody else's garbage stays as it is, letter by letter.
  @Test
  void holdersThatCannotBeReadAreLeftAsTheyAre() {
    var object = object();
    annotations(object).put("holder.metrics-sidecar/x", "  what? ");
    var document = LeaseDocument.read(object).orElseThrow();

    assertThat(annotations(document.write(document.lease().without("b"))))
        .isEqualTo(
            new JsonObject(
                """
                {"metrics-sidecar/format": "1", "metrics-sidecar/slots": "3", "team": "shop",
                 "holder.metrics-sidecar/a": "1 web-a", "holder.metrics-sidecar/x": "  what? "}
                """));
  }

  /// Neither garbage nor the greatest number leads to one that could not be read back.
  @Test
  void theNextNumberCanAlwaysBeReadBack() {
    var object = object();
    annotations(object)
        .put("holder.metrics-sidecar/x", "garbage")
        .put("holder.metrics-sidecar/y", "999999999999999999 web-y");
    var document = LeaseDocument.read(object).orElseThrow();
    var written = document.write(document.lease().with("z", "web-z"));

    assertThat(annotations(written).getString("holder.metrics-sidecar/z"))
        .isEqualTo("999999999999999999 web-z");
    assertThat(lease(written).index("z")).isEqualTo(Optional.of(3));
    annotations(object).remove("holder.metrics-sidecar/y");
    assertThat(lease(object).with("z", "web-z").holders().get(2))
        .isEqualTo(new Holder("z", 3, "web-z"));
  }
}
