package io.metricssidecar.charts.policies;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.charts.policies.BudgetPolicy.Caller;
import io.metricssidecar.charts.policies.BudgetPolicy.Update;
import io.metricssidecar.contract.Annotations;
import io.metricssidecar.contract.budget.BudgetRecord;
import io.metricssidecar.contract.budget.Holder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The policy in the API server and [BudgetRecord] in sidecar and controller read the same texts in
/// the same way, although one matches with RE2 and the other with `java.util.regex`.
class BudgetPolicyTest {
  private static final BudgetPolicy POLICY = new BudgetPolicy();
  private static final Caller WEB_A = Caller.pod("a", "web-a");
  private static final String NOTHING_ELSE =
      "a pod changes nothing of the Lease but its own slot, a person nothing but the pause";
  private static final String NONE_FREE = "all slots are taken";
  private static final String BAD_TEXT =
      "a slot is written once, as a sequence number, a space and the name of its own pod";

  static List<String> formats() {
    return List.of("1", "", "2", "01", "1 ", " 1", "1\n", "1.0", "\u0661", "one");
  }

  static List<String> slots() {
    return List.of(
        "0",
        "1",
        "7",
        "007",
        "0000000",
        "9999999",
        "12345678",
        "00000001",
        "",
        " ",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x1",
        "1_0",
        " 1",
        "1 ",
        "1\n",
        "\n1",
        "1\n2",
        "1\r",
        "1\u00a0",
        "\u0661",
        "\uff11",
        "\u00b2",
        "many");
  }

  static List<String> holders() {
    return List.of(
        "1 web-a",
        "0 web-a",
        "01 web-a",
        "999999999999999999 web-a",
        "000000000000000000 web-a",
        "1000000000000000000 web-a",
        "9223372036854775807 web-a",
        "",
        " ",
        "1",
        "1 ",
        " web-a",
        "web-a",
        " 1 web-a",
        "1  web-a",
        "1 web-a ",
        "1 web-a\n",
        "1\nweb-a",
        "1 \nweb-a",
        "1\n web-a",
        "1\tweb-a",
        "1\u00a0web-a",
        "1 web-a\u00a0",
        "-1 web-a",
        "+1 web-a",
        "1.0 web-a",
        "1e1 web-a",
        "1 web-b",
        "1 xweb-a",
        "1 x web-a",
        "1 1 web-a",
        "1 Web-A",
        "\u0661 web-a",
        "\uff11 web-a",
        "garbage");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void slotsOfAnUnknownFormatAreNone(String format) {
    var before = new HashMap<>(lease("3"));
    before.put(Annotations.LEASE_FORMAT, format);
    var expected = BudgetRecord.read(before).map(BudgetPolicyTest::slotCount).orElse(0L);

    assertThat(POLICY.variable("slots", adding(before, "1 web-a"))).isEqualTo(expected);
    assertThat(expected).isEqualTo(format.equals("1") ? 3L : 0L);
  }

  @ParameterizedTest
  @MethodSource("slots")
  void slotsAreTheSameNumber(String slots) {
    var expected = slotCount(read(lease(slots)));
    var update = adding(lease(slots), "1 web-a");

    assertThat(POLICY.variable("slots", update)).isEqualTo(expected);
    assertThat(POLICY.denials(update)).isEqualTo(expected >= 1 ? List.of() : List.of(NONE_FREE));
  }

  @Test
  void slotsThatWereNotWrittenAreNoneForThePolicy() {
    var update = adding(BudgetRecord.EMPTY.annotations(), "1 web-a");

    assertThat(POLICY.denials(update)).isEqualTo(List.of(NONE_FREE));
  }

  /// A text that one of them could not read would be a slot that nobody can confirm.
  @ParameterizedTest
  @MethodSource("holders")
  void aSidecarMayWriteWhatIsReadAsItsOwnSlot(String text) {
    var update = adding(lease("9"), text);
    var written = read(update.after()).holders().getFirst();
    var readable = written.sequence() <= Holder.MAX_SEQUENCE && written.podName().equals("web-a");

    assertThat(POLICY.denials(update)).isEqualTo(readable ? List.of() : List.of(BAD_TEXT));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void everyTextIsATakenSlot(String text) {
    var one = holding(lease("1"), "x", text);
    var two = holding(lease("2"), "x", text);

    assertThat(read(one).holders()).hasSize(1);
    assertThat(POLICY.denials(adding(one, "1 web-a"))).isEqualTo(List.of(NONE_FREE));
    assertThat(POLICY.denials(adding(two, "1 web-a"))).isEmpty();
  }

  @Test
  void acceptsWhatASidecarWrites() {
    for (var sequence : List.of(0L, 1L, Holder.MAX_SEQUENCE)) {
      var slot = new Holder("a", sequence, "web-a");

      assertThat(POLICY.denials(adding(lease("1"), slot.text()))).isEmpty();
    }
  }

  /// Whatever is written there is a pause for a sidecar too.
  @ParameterizedTest
  @ValueSource(
      strings = {"person 2026-11-22T04:00:00Z release", "controller x", "true", "false", ""})
  void aPausedLeaseGivesNoSlotAndTakesThemBack(String text) {
    var paused = pausing(lease("3"), text);
    var holding = holding(paused, "a", "1 web-a");

    assertThat(read(paused).pause()).isNotNull();
    assertThat(POLICY.denials(adding(paused, "1 web-a"))).isEqualTo(List.of("shedding is paused"));
    assertThat(POLICY.denials(new Update(holding, paused, WEB_A))).isEmpty();
  }

  @Test
  void aPersonMayPauseAndResumeAndNothingElse() {
    var person = Caller.named("jane@example.com");
    var open = holding(lease("3"), "b", "1 web-b");
    var paused = pausing(open, "person 2026-11-22T04:00:00Z release");

    assertThat(POLICY.denials(new Update(open, paused, person))).isEmpty();
    assertThat(POLICY.denials(new Update(paused, pausing(open, "longer"), person))).isEmpty();
    assertThat(POLICY.denials(new Update(paused, open, person))).isEmpty();
    for (var wrong :
        List.of(
            pausing(holding(lease("4"), "b", "1 web-b"), "x"),
            pausing(holding(Map.of(), "b", "1 web-b"), "x"))) {
      assertThat(POLICY.denials(new Update(open, wrong, person))).isEqualTo(List.of(NOTHING_ELSE));
    }
    assertThat(POLICY.denials(new Update(open, pausing(lease("3"), "x"), person)))
        .isEqualTo(List.of("a pod takes and gives back its own slot, never another's"));
  }

  @Test
  void noPodAndNoServiceAccountMayPauseOrResume() {
    var open = lease("3");
    var paused = pausing(open, "x");
    var unbound = Caller.named("system:serviceaccount:shop:web");

    for (var caller : List.of(WEB_A, unbound)) {
      assertThat(
              List.of(
                  POLICY.denials(new Update(open, paused, caller)),
                  POLICY.denials(new Update(paused, open, caller)),
                  POLICY.denials(new Update(paused, pausing(open, "y"), caller))))
          .containsOnly(List.of(NOTHING_ELSE));
    }
  }

  private static Map<String, String> pausing(Map<String, String> lease, String text) {
    var changed = new HashMap<>(lease);
    changed.put(Annotations.PAUSED, text);
    return changed;
  }

  private static Map<String, String> lease(String slots) {
    return new BudgetRecord(slots, List.of()).annotations();
  }

  private static BudgetRecord read(Map<String, String> annotations) {
    return BudgetRecord.read(annotations).orElseThrow();
  }

  /// As the policy counts: slots that nobody has written are none.
  private static long slotCount(BudgetRecord lease) {
    return requireNonNullElse(lease.slotCount(), 0);
  }

  /// Pod `web-a` with UID `a` takes a slot.
  private static Update adding(Map<String, String> before, String text) {
    return new Update(before, holding(before, "a", text), WEB_A);
  }

  private static Map<String, String> holding(Map<String, String> lease, String uid, String text) {
    var changed = new HashMap<>(lease);
    changed.put(Annotations.HOLDER_PREFIX + uid, text);
    return changed;
  }
}
