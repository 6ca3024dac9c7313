package io.metricssidecar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.Authority;
import io.metricssidecar.certs.Leaf;
import io.metricssidecar.certs.ServiceName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Authority AUTHORITY = Authority.create(NOW, RANDOM);
  private static final Leaf LEAF =
      AUTHORITY.issue(new ServiceName("metrics-sidecar", "tools"), NOW, RANDOM);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("ca.crt"), AUTHORITY.certificatePem());
    Files.writeString(folder.resolve("tls.crt"), LEAF.certificatePem());
  }

  @Test
  void showsWhatEachCertificateOfAFileSays() throws Exception {
    var both = folder.resolve("both.crt");
    Files.writeString(both, LEAF.certificatePem() + AUTHORITY.certificatePem());

    assertThat(run("show", "--file=" + both)).isZero();

    var name = AUTHORITY.certificate().getSubjectX500Principal().getName();
    assertThat(out.toString().replaceAll("SHA-256     [0-9a-f]{64}", "SHA-256     HASH"))
        .isEqualTo(
            """
            1 of 2
              kind        leaf
              subject     CN=metrics-sidecar
              issuer      %s
              serial      %s
              names       DNS:metrics-sidecar.tools.svc, DNS:metrics-sidecar.tools.svc.cluster.local, DNS:metrics-sidecar.tools, DNS:metrics-sidecar
              not before  2026-11-21T11:00:00Z
              not after   2026-11-28T12:00:00Z
              key         EC 256
              SHA-256     HASH
            2 of 2
              kind        authority
              subject     %s
              issuer      %s
              serial      %s
              names       none
              not before  2026-11-21T11:00:00Z
              not after   2027-11-21T12:00:00Z
              key         EC 256
              SHA-256     HASH
            """
                .formatted(
                    name,
                    LEAF.certificate().getSerialNumber().toString(16),
                    name,
                    name,
                    AUTHORITY.certificate().getSerialNumber().toString(16)));
  }

  @Test
  void verifiesWhatAnApiServerWouldAccept() {
    assertThat(verify("--dns-name=metrics-sidecar.tools.svc", "--at=" + NOW)).isZero();
    assertThat(out)
        .hasToString(
            "%s is accepted for metrics-sidecar.tools.svc at 2026-11-21T12:00:00Z, and until 2026-11-28T12:00:00Z\n"
                .formatted(folder.resolve("tls.crt")));
  }

  @Test
  void verifiesTimeAndTrustWhereNoNameIsGiven() {
    assertThat(verify("--at=" + NOW)).isZero();
    assertThat(out.toString()).contains(" is accepted for metrics-sidecar.tools.svc at ");
  }

  @Test
  void saysWhyAnApiServerWouldNotAcceptIt() throws Exception {
    assertRefused(
        "other.tools.svc at 2026-11-21T12:00:00Z: it is issued for other names (metrics-sidecar.tools.svc,"
            + " metrics-sidecar.tools.svc.cluster.local, metrics-sidecar.tools, metrics-sidecar)",
        "--dns-name=other.tools.svc",
        "--at=" + NOW);
    assertRefused(
        "metrics-sidecar.tools.svc at 2026-11-29T12:00:00Z: it has expired (until"
            + " 2026-11-28T12:00:00Z)",
        "--at=" + NOW.plus(Duration.ofDays(8)));
    assertRefused(
        "metrics-sidecar.tools.svc at 2026-11-21T10:00:00Z: it is not valid yet (from"
            + " 2026-11-21T11:00:00Z)",
        "--at=" + NOW.minus(Duration.ofHours(2)));
    Files.writeString(folder.resolve("ca.crt"), Authority.create(NOW, RANDOM).certificatePem());
    assertRefused(
        "metrics-sidecar.tools.svc at 2026-11-21T12:00:00Z: no trusted authority that is valid at"
            + " that time has signed it",
        "--at=" + NOW);
  }

  private void assertRefused(String why, String... more) {
    err.getBuffer().setLength(0);
    assertThat(verify(more)).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "metrics-sidecar: %s is not accepted for %s\n"
                .formatted(folder.resolve("tls.crt"), why));
  }

  @Test
  void namesTheOptionTheValueAndWhatWasExpected() throws Exception {
    var garbage = folder.resolve("garbage");
    Files.writeString(garbage, "garbage");

    assertThat(verify("--at=yesterday")).isEqualTo(2);
    assertThat(run("show", "--file=/nowhere")).isEqualTo(1);
    assertThat(run("show", "--file=" + garbage)).isEqualTo(1);
    assertThat(run("verify", "--leaf=" + garbage, "--ca=" + folder.resolve("ca.crt"))).isEqualTo(1);
    assertThat(run("verify", "--ca=" + garbage, "--leaf=" + folder.resolve("tls.crt")))
        .isEqualTo(1);

    assertThat(err)
        .hasToString(
            """
            metrics-sidecar: --at is "yesterday": expected an instant such as 2026-11-21T12:00:00Z
            metrics-sidecar: --file is "/nowhere": expected a readable file
            metrics-sidecar: --file is "%s": expected a file with certificates in PEM
            metrics-sidecar: --leaf is "%s": expected a file with a certificate in PEM
            metrics-sidecar: --ca is "%s": expected a file with the certificates of authorities in PEM
            """
                .formatted(garbage, garbage, garbage));
  }

  @Test
  void neverPrintsAKey() throws Exception {
    Files.writeString(folder.resolve("all.pem"), LEAF.keyPem() + LEAF.certificatePem());

    assertThat(run("show", "--file=" + folder.resolve("all.pem"))).isZero();

    assertThat(out.toString() + err)
        .doesNotContain("PRIVATE KEY", LEAF.keyPem().lines().toList().get(1));
  }

  private int verify(String... more) {
    var arguments = new String[more.length + 3];
    arguments[0] = "verify";
    arguments[1] = "--leaf=" + folder.resolve("tls.crt");
    arguments[2] = "--ca=" + folder.resolve("ca.crt");
    System.arraycopy(more, 0, arguments, 3, more.length);
    return run(arguments);
  }

  private int run(String... arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "certs";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return MetricsSidecarMain.command(Map.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
