package io.metricssidecar.certs.pem;

import static io.metricssidecar.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.metricssidecar.certs.IssuedFixture;
import io.metricssidecar.testing.generators.Gens;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

/// Private keys; [PemBlocksTest] has the rest.
class PemTest {
  private static final PrivateKey CURVE = IssuedFixture.leaf("web").key();
  private static final BigInteger SECRET = ((ECPrivateKey) CURVE).getS();
  private static final PrivateKey RSA = IssuedFixture.withRsaKey("web").key();

  /// The forms of a private key.
  enum Form {
    PKCS8("PRIVATE KEY"),
    SEC1("EC PRIVATE KEY"),
    PKCS1("RSA PRIVATE KEY");

    private final String label;

    Form(String label) {
      this.label = label;
    }

    Optional<PrivateKey> read(byte[] content) {
      return Pem.privateKey(block(label, content));
    }
  }

  @Test
  void readsEveryFormOfAnUnencryptedKey() throws IOException {
    assertThat(Pem.privateKey(block("PRIVATE KEY", CURVE.getEncoded()))).contains(CURVE);
    assertThat(Pem.privateKey(block("PRIVATE KEY", RSA.getEncoded()))).contains(RSA);
    assertThat(curve(block("EC PRIVATE KEY", sec1()))).contains(SECRET);
    assertThat(Pem.privateKey(block("RSA PRIVATE KEY", pkcs1()))).contains(RSA);
  }

  /// openssl writes a key with its parameters in a block before it.
  @Test
  void skipsBlocksOfOtherLabels() throws IOException {
    var text = block("EC PARAMETERS", new byte[] {5, 0}) + block("EC PRIVATE KEY", sec1());

    assertThat(curve(text)).contains(SECRET);
  }

  @Test
  void readsNoEncryptedKey() {
    assertThat(Pem.privateKey(block("ENCRYPTED PRIVATE KEY", CURVE.getEncoded()))).isEmpty();
  }

  @Test
  void readsNothingOfGarbageAndNeverFails() {
    forAll(
        Gens.enums(Form.class),
        Gens.bytes(255),
        300,
        (form, garbage) -> assertThat(form.read(garbage)).isEmpty());
  }

  @Test
  void neverFailsWhereABitIsWrong() {
    forAll(
        Gens.enums(Form.class),
        Gens.integers(),
        300,
        (form, bit) -> {
          var content =
              switch (form) {
                case PKCS8 -> CURVE.getEncoded();
                case SEC1 -> sec1();
                case PKCS1 -> pkcs1();
              };
          var at = Math.floorMod(bit, content.length * 8);
          content[at / 8] ^= (byte) (1 << (at % 8));

          assertThat(form.read(content)).isNotNull();
        });
  }

  /// The secret number: the same key may be encoded with or without what its algorithm implies.
  private static Optional<BigInteger> curve(String pem) {
    return Pem.privateKey(pem).map(key -> ((ECPrivateKey) key).getS());
  }

  /// SEC 1 with the name of the curve, which PKCS #8 has elsewhere.
  private static byte[] sec1() throws IOException {
    var key =
        ASN1Sequence.getInstance(
            PrivateKeyInfo.getInstance(CURVE.getEncoded()).parsePrivateKey().toASN1Primitive());
    var parts = new ASN1EncodableVector();
    parts.add(key.getObjectAt(0));
    parts.add(key.getObjectAt(1));
    parts.add(new DERTaggedObject(true, 0, X9ObjectIdentifiers.prime256v1));
    return new DERSequence(parts).getEncoded();
  }

  private static byte[] pkcs1() throws IOException {
    return PrivateKeyInfo.getInstance(RSA.getEncoded())
        .parsePrivateKey()
        .toASN1Primitive()
        .getEncoded();
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(content), label);
  }
}
