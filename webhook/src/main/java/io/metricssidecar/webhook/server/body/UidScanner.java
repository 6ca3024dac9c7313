package io.metricssidecar.webhook.server.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.metricssidecar.injection.pod.Json;
import java.io.IOException;

/// A scanner that finds `request.uid` in the JSON of a review that is too large to be read. It
/// takes the bytes in pieces of any length, holds none of them but the uid, and takes the first one
/// that is there. Whether the rest is valid JSON is not asked.
public final class UidScanner {
  /// Bytes of a name or a uid that can be found; a uid of an API server has 36.
  private static final int MAX_LENGTH = 256;

  private static final int REVIEW = 1;
  private static final int REQUEST = 2;

  private final byte[] text = new byte[MAX_LENGTH];
  private int length;
  private int depth;
  private boolean inText;
  private boolean escaped;

  /// Whether the next text is a member's name; known where [#relevant].
  private boolean atName;

  private boolean reviewIsObject;

  /// Whether the value that comes next, or in whose object we are, is that of `request`.
  private boolean inRequest;

  private boolean atUid;
  private String uid = "";

  /// The uid; empty where none was found so far.
  public String uid() {
    return uid;
  }

  /// Scans the next bytes.
  public void scan(byte[] bytes, int from, int to) {
    for (var index = from; index < to && uid.isEmpty(); index++) {
      if (inText) {
        inText(bytes[index]);
      } else {
        outsideText(bytes[index]);
      }
    }
  }

  private void inText(byte next) {
    if (!escaped && next == '"') {
      inText = false;
      if (relevant()) {
        textEnds();
      }
      return;
    }
    escaped = !escaped && next == '\\';
    if (relevant()) {
      if (length < MAX_LENGTH) {
        text[length] = next;
      }
      length++;
    }
  }

  private void outsideText(byte next) {
    switch (next) {
      case '"' -> {
        inText = true;
        length = 0;
      }
      case '{' -> opens(true);
      case '[' -> opens(false);
      case '}', ']' -> {
        depth--;
        atName = false;
      }
      case ',' -> {
        atName = relevant();
        atUid = false;
        inRequest &= depth >= REQUEST;
      }
      default -> {}
    }
  }

  private void opens(boolean object) {
    depth++;
    if (depth == REVIEW) {
      reviewIsObject = object;
    }
    if (depth == REQUEST) {
      inRequest &= object;
    }
    atName = object && relevant();
    atUid = false;
  }

  /// Whether we are directly in the object of the review or in that of the request.
  private boolean relevant() {
    return (depth == REVIEW && reviewIsObject) || (depth == REQUEST && inRequest);
  }

  private void textEnds() {
    if (atName) {
      atName = false;
      if (depth == REVIEW) {
        inRequest = text().equals("request");
      } else {
        atUid = text().equals("uid");
      }
    } else if (atUid) {
      uid = text();
    }
  }

  /// The text without its escapes; empty where it is too long or no text of JSON.
  private String text() {
    if (length > MAX_LENGTH) {
      return "";
    }
    try {
      return Json.MAPPER.readValue('"' + new String(text, 0, length, UTF_8) + '"', String.class);
    } catch (IOException e) {
      return "";
    }
  }
}
