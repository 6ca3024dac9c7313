package io.metricssidecar.injection.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.injection.mesh.PortList.Range;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortListTest {
  @Test
  void readsPortsAndRanges() {
    assertThat(PortList.parse(" 80, 8000-9000 ,443"))
        .contains(
            new PortList(List.of(new Range(80, 80), new Range(8000, 9000), new Range(443, 443))));
    assertThat(PortList.parse(" ")).contains(new PortList(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", ",", "80,", "80,,443", "9000-80", "65536", "80;443", "-1", "1-2-3", "0x50"})
  void readsNothingElse(String text) {
    assertThat(PortList.parse(text)).isEmpty();
  }

  @Test
  void containsTheEndsOfItsRanges() {
    var list = PortList.parse("8000-9000").orElseThrow();

    assertThat(List.of(7999, 8000, 9000, 9001).stream().map(list::contains))
        .containsExactly(false, true, true, false);
  }

  @Test
  void eachMeshTakesRangesInItsOwnFormat() {
    assertThat(Stream.of(Mesh.values()).filter(mesh -> mesh.read("8000-9000").isPresent()))
        .containsExactly(Mesh.LINKERD);
    assertThat(Stream.of(Mesh.values()).filter(mesh -> mesh.read("8000:9000").isPresent()))
        .containsExactly(Mesh.CONSUL);
    assertThat(Mesh.CONSUL.read("80,8000:9000"))
        .contains(new PortList(List.of(new Range(80, 80), new Range(8000, 9000))));
  }
}
