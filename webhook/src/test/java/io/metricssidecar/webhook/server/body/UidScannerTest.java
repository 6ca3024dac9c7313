package io.metricssidecar.webhook.server.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidScannerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"request\":{\"uid\":\"a\"}}",
        "{\"request\":{\"uid\":\"a\",\"uid\":\"b\"}}",
        "{\"request\":{\"uid\":\"a\"},\"request\":{\"uid\":\"b\"}}",
        "{\"request\":{\"object\":{\"uid\":\"x\",\"request\":{\"uid\":\"x\"}},\"uid\":\"a\"}}",
        "{\"request\":{\"object\":[[\"uid\",\"x\"],{\"uid\":\"x\"}],\"uid\":\"a\"}}",
        "{\"uid\":\"x\",\"other\":{\"uid\":\"x\"},\"request\":{\"uid\":\"a\"}}",
        "{\"other\":[{\"uid\":\"x\"},\"uid\"],\"request\" : { \"uid\"\n:\t\"a\"",
        "{\"request\":{\"quoted\":\"\\\"uid\\\":\\\"x\\\"\",\"end\":\"\\\\\",\"uid\":\"a\"}}",
        "{\"r\\u0065quest\":{\"ui\\u0064\":\"\\u0061\"}}",
        "{\"request\":7,\"request\":{\"uid\":7,\"uid\":\"a\"}}",
        "{\"request\":[\"uid\",\"x\"],\"request\":{\"uid\":{\"uid\":\"x\"},\"uid\":\"a\"}}",
        "{\"other\":\"request\",\"request\":{\"other\":\"uid\",\"uid\":\"a\"}}"
      })
  void findsTheFirstUidOfTheRequest(String review) {
    assertThat(scanned(review, review.length())).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"request\"",
        "{\"request\":\"uid\"}",
        "{\"uid\":\"x\"}",
        "{\"request\":[{\"uid\":\"x\"}]}",
        "{\"request\":[\"uid\",\"x\"]}",
        "[{\"request\":{\"uid\":\"x\"}}]",
        "[\"request\",{\"uid\":\"x\"}]",
        "{\"other\":{\"request\":{\"uid\":\"x\"}}}",
        "{\"request\":{\"object\":{\"uid\":\"x\"}}}",
        "{\"request\":{},\"uid\":\"x\"}",
        "{\"request\":{\"uid\":\"x",
        "{\"request\":{\"uid\":\"\\q\"}}",
        "]]]{\"request\":{\"uid\":\"x\"}}"
      })
  void findsNoOther(String review) {
    assertThat(scanned(review, review.length())).isEmpty();
  }

  @Test
  void findsAUidOf256Bytes() {
    var review = "{\"request\":{\"uid\":\"%s\"}}";

    assertThat(scanned(review.formatted("u".repeat(256)), 7)).isEqualTo("u".repeat(256));
    assertThat(scanned(review.formatted("u".repeat(257)), 7)).isEmpty();
  }

  @Test
  void findsTheSameInPiecesOfAnyLength() {
    var review =
        "{\"a\":[{},\"\\\"\"],\"request\":{\"object\":{\"uid\":\"x\"},\"uid\":\"größe\"},\"b\":1}";
    for (var length = 1; length < 40; length++) {
      assertThat(scanned(review, length)).as("pieces of %d", length).isEqualTo("größe");
    }
  }

  @Test
  void scansWhateverIsSent() {
    var random = new Random(7);
    for (var round = 0; round < 2_000; round++) {
      var bytes = new byte[random.nextInt(200)];
      for (var index = 0; index < bytes.length; index++) {
        bytes[index] = (byte) "{}[]\",:\\ue".charAt(random.nextInt(10));
      }

      var scanner = new UidScanner();
      scanner.scan(bytes, 0, bytes.length);

      assertThat(scanner.uid()).isEmpty();
    }
  }

  private static String scanned(String review, int piece) {
    var bytes = review.getBytes(UTF_8);
    var scanner = new UidScanner();
    for (var from = 0; from < bytes.length; from += piece) {
      scanner.scan(bytes, from, Math.min(bytes.length, from + piece));
    }
    return scanner.uid();
  }
}
