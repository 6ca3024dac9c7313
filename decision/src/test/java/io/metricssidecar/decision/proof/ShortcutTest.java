package io.metricssidecar.decision.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The checker finds what is wrong with each shortcut. The traces are in the resources, to be read
/// and to be replayed.
class ShortcutTest {
  private static final Size SIZE = new Size(2, 1);

  static Explorer.Verdict explore(Shortcut shortcut) {
    return new Explorer(SIZE, () -> shortcut.protocol(SIZE), Explorer.Names.KEPT).explore();
  }

  @ParameterizedTest
  @CsvSource({
    "ADOPT, I1a violated: 2 pods answer 400",
    "RESHED, I1a violated: 2 pods answer 400",
    "EARLYRELEASE, I1b violated: 2 pods have Ready=False because of us",
    "BLINDCLEANUP, I1b violated: 2 pods have Ready=False because of us",
    "LATEGRANT, I1a violated: 2 pods answer 400",
    "TTL, I1a violated: 2 pods answer 400"
  })
  void isCaughtByTheShortestTrace(Shortcut shortcut, String broken) {
    var verdict = explore(shortcut);

    assertThat(verdict.broken()).contains(broken);
    assertThat(verdict.trace()).isEqualTo(trace(shortcut));
  }

  @ParameterizedTest
  @EnumSource
  void replayedWithTheShortcutItsTraceBreaksTheFloor(Shortcut shortcut) {
    assertThat(Replay.of(shortcut.protocol(SIZE), SIZE, trace(shortcut))).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void replayedWithWhatIsShippedItDoesNot(Shortcut shortcut) {
    assertThat(Replay.of(Shipped.protocol(SIZE, Fault.EVERYDAY), SIZE, trace(shortcut)))
        .isEqualTo(Optional.empty());
  }

  static List<String> trace(Shortcut shortcut) {
    var name = "/proof/%s.trace".formatted(shortcut.label());
    try (var stream = ShortcutTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
