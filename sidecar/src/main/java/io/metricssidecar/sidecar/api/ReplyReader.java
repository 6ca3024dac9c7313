package io.metricssidecar.sidecar.api;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.sidecar.api.Transport.Head;
import io.metricssidecar.sidecar.json.SelectiveReader;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reader of one response, chunk by chunk. Of a response that is no success only status and
/// `Retry-After` are read.
final class ReplyReader implements Transport.Receiver {
  private final SelectiveReader reader;
  private @Nullable Head head;
  private @Nullable ApiReply refusal;

  ReplyReader(SelectiveReader reader) {
    this.reader = requireNonNull(reader, "reader is null");
  }

  @Override
  public void head(Head arrived) {
    head = arrived;
  }

  @Override
  public boolean chunk(byte[] bytes) {
    if (!success()) {
      return true;
    }
    try {
      reader.read(bytes);
      return true;
    } catch (SelectiveReader.Malformed _) {
      refusal = malformed();
    } catch (SelectiveReader.TooLarge e) {
      refusal = tooLarge(e);
    }
    return false;
  }

  /// What the response says, when no more of it comes.
  ApiReply end() {
    if (!success()) {
      return new ApiReply.Status(begun().status(), begun().retryAfter().flatMap(ReplyReader::wait));
    }
    if (refusal != null) {
      return refusal;
    }
    try {
      return new ApiReply.Ok(reader.end());
    } catch (SelectiveReader.Malformed _) {
      return malformed();
    } catch (SelectiveReader.TooLarge e) {
      return tooLarge(e);
    }
  }

  private boolean success() {
    return begun().status() / 100 == 2;
  }

  private Head begun() {
    return requireNonNull(head, "no response has begun");
  }

  private static ApiReply malformed() {
    return new ApiReply.Unreachable("the API server's answer is no JSON object");
  }

  private static ApiReply tooLarge(SelectiveReader.TooLarge why) {
    return new ApiReply.TooLarge("the API server's answer is too large: " + why.getMessage());
  }

  /// Seconds alone: the API server sends no dates.
  private static Optional<Duration> wait(String text) {
    return text.matches("\\d{1,4}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }
}
