package io.metricssidecar.webhook.server.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class ReviewTreeTest {
  @Test
  void readsWhatADecisionUsesAndNothingElse() throws Exception {
    assertThat(
            read(
                """
                {"apiVersion":"v","request":{"oldObject":{"a":[1]},"userInfo":{"username":"u"},
                "object":{"status":{"phase":"Running"},"spec":{"containers":[{"name":"app","any":[{}]}]},
                "metadata":{"managedFields":[{"a":{}}],"name":"n","uid":"x","generateName":"g","namespace":"s",
                "labels":{"a":"b"},"annotations":{"c":"d"},"ownerReferences":[{"kind":"ReplicaSet"}]}},
                "options":{"kind":"CreateOptions"},"dryRun":true,"operation":"CREATE","subResource":"s",
                "namespace":"n","kind":{"group":"","version":"v1","kind":"Pod"},"uid":"u"},"kind":"k","other":1}
                """))
        .isEqualTo(
            """
            {"apiVersion":"v","request":{"object":{"spec":{"containers":[{"name":"app","any":[{}]}]},\
            "metadata":{"name":"n","generateName":"g","namespace":"s","labels":{"a":"b"},\
            "annotations":{"c":"d"},"ownerReferences":[{"kind":"ReplicaSet"}]}},\
            "operation":"CREATE","subResource":"s","namespace":"n",\
            "kind":{"group":"","version":"v1","kind":"Pod"},"uid":"u"},"kind":"k"}""");
  }

  /// As before: what it means that a member is not of its type is not decided here.
  @Test
  void readsWhateverIsInThePlaceOfAnObject() throws Exception {
    assertThat(read("[1,{\"a\":2}]")).isEqualTo("[1,{\"a\":2}]");
    assertThat(read("{\"request\":null}")).isEqualTo("{\"request\":null}");
    assertThat(read("{\"request\":{\"object\":{\"metadata\":[7],\"spec\":null}}}"))
        .isEqualTo("{\"request\":{\"object\":{\"metadata\":[7],\"spec\":null}}}");
    assertThat(read("")).isEmpty();
  }

  @Test
  void refusesWhatIsNoJsonWhereverItIs() {
    for (var body :
        new String[] {
          "{\"request\":{\"object\":{\"status\":{\"a\":tru}}}}",
          "{\"a\":\"\u0000\"}",
          "{\"kind\":\"a\"",
          "{\"kind\":\"a\"}x",
          "{\"kind\":\"a\"}{}",
          "{\"kind\":01}",
          "{'kind':1}"
        }) {
      assertThat(malformed(body.getBytes(UTF_8))).as(body).isEqualTo("expected JSON");
    }
    assertThat(malformed(new byte[] {'{', '"', 'k', 'i', 'n', 'd', '"', ':', '"', -1, '"', '}'}))
        .isEqualTo("expected JSON");
  }

  @Test
  void stopsAtTheLimitsAndNotBefore() throws Exception {
    // The object has two tokens, its member's name one, the array two.
    var objects = (ReviewLimits.MAX_TOKENS - 5) / 2;
    assertThat(read("{\"kind\":[" + "{},".repeat(objects - 1) + "{}]}"))
        .hasSizeGreaterThan(objects);
    assertThat(excess("{\"kind\":[" + "{},".repeat(objects) + "{}]}")).isEqualTo(Excess.TOKENS);

    var levels = ReviewLimits.MAX_DEPTH;
    assertThat(read("[".repeat(levels) + "]".repeat(levels))).hasSize(2 * levels);
    assertThat(excess("[".repeat(levels + 1))).isEqualTo(Excess.DEPTH);

    var text = "x".repeat(ReviewLimits.MAX_TEXT);
    assertThat(read("{\"kind\":\"" + text + "\"}")).hasSizeGreaterThan(ReviewLimits.MAX_TEXT);
    assertThat(excess("{\"kind\":\"" + text + "x\"}")).isEqualTo(Excess.LENGTH);

    var name = "x".repeat(ReviewLimits.MAX_NAME);
    assertThat(read("{\"" + name + "\":1}")).isEqualTo("{}");
    assertThat(excess("{\"" + name + "x\":1}")).isEqualTo(Excess.LENGTH);

    var number = "1".repeat(ReviewLimits.MAX_NUMBER);
    assertThat(read("{\"kind\":" + number + "}")).isEqualTo("{\"kind\":" + number + "}");
    assertThat(excess("{\"kind\":" + number + "1}")).isEqualTo(Excess.LENGTH);
  }

  /// What is skipped counts too.
  @Test
  void countsWhatItSkips() {
    var objects = "{},".repeat(ReviewLimits.MAX_TOKENS / 2) + "{}";
    assertThat(excess("{\"request\":{\"oldObject\":[" + objects + "]}}")).isEqualTo(Excess.TOKENS);
    assertThat(excess("{\"other\":" + "[".repeat(ReviewLimits.MAX_DEPTH))).isEqualTo(Excess.DEPTH);
  }

  private static String read(String body) throws Malformed, TooLarge {
    return ReviewTree.read(body.getBytes(UTF_8)).toString();
  }

  private static String malformed(byte[] body) {
    return catchThrowableOfType(Malformed.class, () -> ReviewTree.read(body)).line();
  }

  private static Excess excess(String body) {
    return catchThrowableOfType(TooLarge.class, () -> ReviewTree.read(body.getBytes(UTF_8)))
        .excess();
  }
}
