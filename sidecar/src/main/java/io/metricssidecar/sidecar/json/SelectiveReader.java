package io.metricssidecar.sidecar.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The streaming reader of one JSON object. It takes the bytes in any pieces and keeps the selected
/// fields, so its memory follows from what is wanted and not from what is sent: everything else is
/// parsed and forgotten. What it keeps is bounded by [#MAX_KEPT], a text by [#MAX_TEXT], and the
/// whole by [#MAX_BYTES].
///
/// An object with a list of `items` may be given away item by item; then each has the bound for
/// itself.
public final class SelectiveReader {
  /// Maximum size of a document in bytes. It bounds the time that parsing takes, not memory:
  /// nothing of it is held but a chunk.
  static final int MAX_BYTES = 16 << 20;

  /// Maximum estimated size of all that is kept, in bytes of heap. A Lease with 1,000 holders needs
  /// 0.5 MiB, a slice of 1,000 endpoints 1.7 MiB; of the 24 MiB of heap about 7 are in use.
  static final int MAX_KEPT = 3 << 20;

  /// Maximum number of characters of one text. The API server stores objects of at most 1.5 MiB,
  /// with at most 256 KiB of annotations.
  static final int MAX_TEXT = 1 << 20;

  /// Names are not kept in a table of symbols, as somebody else chooses how many there are.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_TEXT)
                  .maxNestingDepth(200)
                  .build())
          .build();

  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final KeptTree tree;
  private long bytes;

  /// The document is no JSON object.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /// The document exceeds a bound.
  public static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message a phrase for people
    public TooLarge(String message) {
      super(message);
    }
  }

  /// A reader of one document as a whole.
  public SelectiveReader(Selection selection) {
    this(selection, null);
  }

  /// @param items takes each object in the array `items`, which is then empty in the result; null
  ///   to keep them there
  public SelectiveReader(Selection selection, @Nullable ItemReader items) {
    tree = new KeptTree(selection, items);
    try {
      parser = FACTORY.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    feeder = (ByteArrayFeeder) requireNonNull(parser.getNonBlockingInputFeeder(), "no feeder");
  }

  /// Takes the next bytes.
  public void read(byte[] chunk) throws Malformed, TooLarge {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new TooLarge("more than %d MiB".formatted(MAX_BYTES >> 20));
    }
    try {
      feeder.feedInput(chunk, 0, chunk.length);
      tokens();
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /// The selected part of the document, after its last byte.
  public JsonObject end() throws Malformed, TooLarge {
    feeder.endOfInput();
    try {
      tokens();
    } catch (IOException e) {
      throw refused(e);
    }
    return tree.result();
  }

  private void tokens() throws IOException, Malformed, TooLarge {
    for (var token = parser.nextToken();
        token != null && token != JsonToken.NOT_AVAILABLE;
        token = parser.nextToken()) {
      tree.take(token, parser);
    }
  }

  private static Malformed refused(IOException cause) throws TooLarge {
    if (cause instanceof StreamConstraintsException) {
      throw new TooLarge("a text of more than %d Ki characters".formatted(MAX_TEXT >> 10));
    }
    return new Malformed(
        cause instanceof JsonParseException parse ? parse.getOriginalMessage() : "no JSON");
  }
}
