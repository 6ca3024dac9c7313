package io.metricssidecar.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.cluster.connections.BoundedServer;
import io.metricssidecar.cluster.connections.ConnectionRules;
import io.metricssidecar.cluster.log.ProcessLog;
import io.metricssidecar.testing.documents.Table;
import io.metricssidecar.webhook.server.body.BodyBudget;
import io.metricssidecar.webhook.server.body.Excess;
import io.metricssidecar.webhook.server.body.ReviewLimits;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The limits in `docs/security.md` and `docs/injection.md` against those of the code.
class LimitsDocumentTest {
  @Test
  void hostileInputHasTheLimitsOfTheCode() {
    var rules = WebhookVerticle.RULES;
    var budget = new BodyBudget(ReviewLimits.MAX_HELD_BYTES, rules.max());

    assertThat(Table.rows("docs/security.md", "hostile input").stream().map(row -> row.get(1)))
        .containsExactlyElementsOf(
            Stream.of(
                    ReviewLimits.MAX_BYTES,
                    ReviewLimits.MAX_TOKENS,
                    ReviewLimits.MAX_DEPTH,
                    ReviewLimits.MAX_TEXT,
                    ReviewLimits.MAX_NAME,
                    ReviewLimits.MAX_NUMBER,
                    ReviewLimits.MAX_HELD_BYTES,
                    budget.share(),
                    rules.max(),
                    BoundedServer.HANDSHAKE_SECONDS,
                    rules.first().toSeconds(),
                    rules.idle().toSeconds(),
                    rules.request().toSeconds(),
                    1,
                    BoundedServer.MAX_LINE,
                    BoundedServer.MAX_HEADERS,
                    ProcessLog.MAX_VALUE)
                .map(Object::toString)
                .toList());
  }

  @Test
  void rulesOfBothPortsAreTheSameBeforeTheFirstAnswer() {
    var rules = WebhookVerticle.RULES;

    assertThat(ConnectionRules.STRICT)
        .isEqualTo(new ConnectionRules(rules.max(), rules.first(), rules.first(), rules.request()));
    assertThat(ConnectionRules.BYTES_PER_SECOND).isEqualTo(65_536);
  }

  @Test
  void theWarningsOfReviewsThatAreTooLargeAreThoseOfTheCode() {
    assertThat(Table.rows("docs/injection.md", "excess"))
        .containsExactlyElementsOf(
            Stream.of(Excess.values())
                .map(excess -> List.of(excess.name().toLowerCase(Locale.ROOT), excess.sentence()))
                .toList());
  }
}
