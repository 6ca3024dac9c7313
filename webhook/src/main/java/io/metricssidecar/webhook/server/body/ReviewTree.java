package io.metricssidecar.webhook.server.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/// The JSON of a review, reduced to what the decision uses. The parser skips the rest, so that it
/// never becomes objects, and counts it against the limits.
public final class ReviewTree {
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxTokenCount(ReviewLimits.MAX_TOKENS)
          .maxNestingDepth(ReviewLimits.MAX_DEPTH)
          .maxStringLength(ReviewLimits.MAX_TEXT)
          .maxNameLength(ReviewLimits.MAX_NAME)
          .maxNumberLength(ReviewLimits.MAX_NUMBER)
          .build();

  private static final ObjectReader VALUES =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build()
          .reader();

  private final JsonParser parser;

  private ReviewTree(JsonParser parser) {
    this.parser = parser;
  }

  /// Reads a review.
  ///
  /// @throws Malformed if the body is not one JSON value, or if a member that is used comes twice
  /// @throws TooLarge if it exceeds a limit
  public static JsonNode read(byte[] body) throws Malformed, TooLarge {
    try (var parser = factory().createParser(body)) {
      return new ReviewTree(parser).document();
    } catch (DatabindException e) {
      throw new Malformed("expected no member twice");
    } catch (IOException e) {
      throw new Malformed("expected JSON");
    }
  }

  /// A factory of its own for every review: a factory keeps the names of members that it has seen,
  /// which are the sender's.
  private static JsonFactory factory() {
    return new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(CONSTRAINTS)
        .build();
  }

  private JsonNode document() throws IOException, Malformed, TooLarge {
    try {
      if (parser.nextToken() == null) {
        return JsonNodeFactory.instance.missingNode();
      }
      var review = value(Selection.REVIEW);
      if (parser.nextToken() != null) {
        throw new Malformed("expected JSON");
      }
      return review;
    } catch (StreamConstraintsException e) {
      throw new TooLarge(excess());
    }
  }

  /// The value at the current token.
  private JsonNode value(Selection selection) throws IOException, Malformed {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      // Most values that are read one by one; a reader of trees takes longer to begin with one.
      return TextNode.valueOf(parser.getText());
    }
    if (selection.all() || parser.currentToken() != JsonToken.START_OBJECT) {
      return VALUES.readTree(parser);
    }
    var object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      var member = selection.members().get(name);
      parser.nextToken();
      if (member == null) {
        parser.skipChildren();
      } else if (object.replace(name, value(member)) != null) {
        throw new Malformed("expected no member twice");
      }
    }
    return object;
  }

  private Excess excess() {
    if (parser.currentTokenCount() > ReviewLimits.MAX_TOKENS) {
      return Excess.TOKENS;
    }
    return parser.getParsingContext().getNestingDepth() > ReviewLimits.MAX_DEPTH
        ? Excess.DEPTH
        : Excess.LENGTH;
  }
}
