package io.metricssidecar.sidecar.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.metricssidecar.sidecar.json.SelectiveReader.Malformed;
import io.metricssidecar.sidecar.json.SelectiveReader.TooLarge;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The kept part of a document while its tokens arrive: the open containers, and an estimate of
/// their size.
final class KeptTree {
  private static final String ITEMS = "items";

  /// Estimates of a 64-bit JVM with compressed references, in bytes of heap.
  private static final int OBJECT = 160;

  private static final int ARRAY = 80;
  private static final int FIELD = 48;
  private static final int TEXT = 56;

  private final Selection selection;
  private final @Nullable ItemReader items;
  private final Deque<OpenContainer> open = new ArrayDeque<>();
  private @Nullable Map<String, Object> root;
  private int leftOut;
  private long size;

  /// @param items takes the elements of the root's field `items`; null for none
  KeptTree(Selection selection, @Nullable ItemReader items) {
    this.selection = requireNonNull(selection, "selection is null");
    this.items = items;
  }

  /// Takes the parser's present token.
  void take(JsonToken token, JsonParser parser) throws IOException, Malformed, TooLarge {
    switch (token) {
      case START_OBJECT, START_ARRAY -> start(token == JsonToken.START_OBJECT);
      case END_OBJECT, END_ARRAY -> end();
      case FIELD_NAME -> {
        if (leftOut == 0) {
          top().name = parser.currentName();
        }
      }
      default -> scalar(token, parser);
    }
  }

  private void start(boolean object) throws Malformed, TooLarge {
    if (leftOut > 0) {
      leftOut++;
      return;
    }
    if (open.isEmpty() && (root != null || !object)) {
      throw new Malformed("not one JSON object");
    }
    if (object ? isItems() : isItem()) {
      throw new Malformed("the items are no list of objects");
    }
    var wanted = open.isEmpty() ? selection : top().next();
    // The root is there even where nothing of it is wanted.
    if (wanted.nothing() && !open.isEmpty()) {
      leftOut = 1;
      return;
    }
    var before = size;
    var opened =
        object
            ? new OpenContainer(wanted, new LinkedHashMap<>(), null, before)
            : new OpenContainer(wanted, null, new ArrayList<>(), before);
    grow(object ? OBJECT : ARRAY);
    open.push(opened);
    if (root == null) {
      root = opened.object;
    }
  }

  private void end() throws Malformed, TooLarge {
    if (leftOut > 0) {
      leftOut--;
      return;
    }
    var closed = open.pop();
    if (open.isEmpty()) {
      return;
    }
    if (isItem()) {
      size = closed.sizeBefore;
      give(requireNonNull(closed.object));
      return;
    }
    put(closed.object == null ? requireNonNull(closed.array) : closed.object);
  }

  private void give(Map<String, Object> item) throws Malformed, TooLarge {
    try {
      requireNonNull(items).read(new JsonObject(item));
    } catch (RuntimeException e) {
      throw new Malformed("an item is not as its type says");
    }
  }

  /// Whether the next or last value is the list of items.
  private boolean isItems() {
    return items != null && open.size() == 1 && top().name.equals(ITEMS);
  }

  /// Whether the next or last value is an item.
  private boolean isItem() {
    return items != null
        && open.size() == 2
        && top().array != null
        && requireNonNull(open.peekLast()).name.equals(ITEMS);
  }

  private void scalar(JsonToken token, JsonParser parser) throws IOException, Malformed, TooLarge {
    if (leftOut > 0) {
      return;
    }
    if (open.isEmpty()) {
      throw new Malformed("not one JSON object");
    }
    if (isItem() || (isItems() && token != JsonToken.VALUE_NULL)) {
      throw new Malformed("the items are no list of objects");
    }
    if (top().next().nothing()) {
      return;
    }
    put(
        switch (token) {
          case VALUE_STRING -> text(parser.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          default -> null;
        });
  }

  private String text(String text) throws TooLarge {
    grow(TEXT + 2L * text.length());
    return text;
  }

  private void put(@Nullable Object value) throws TooLarge {
    var into = top();
    if (into.object != null) {
      grow(FIELD + TEXT + 2L * into.name.length());
      into.object.put(into.name, value);
    } else {
      grow(FIELD);
      requireNonNull(into.array).add(value);
    }
  }

  private void grow(long bytes) throws TooLarge {
    size += bytes;
    if (size > SelectiveReader.MAX_KEPT) {
      throw new TooLarge(
          "more than %d MiB are wanted of it".formatted(SelectiveReader.MAX_KEPT >> 20));
    }
  }

  private OpenContainer top() {
    return requireNonNull(open.peek());
  }

  /// The selected part of the document.
  JsonObject result() throws Malformed {
    if (root == null || !open.isEmpty() || leftOut > 0) {
      throw new Malformed("the document is not complete");
    }
    return new JsonObject(root);
  }
}
