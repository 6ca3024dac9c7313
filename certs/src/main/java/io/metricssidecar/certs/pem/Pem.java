package io.metricssidecar.certs.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/// PEM blocks of certificates and unencrypted private keys (RFC 7468). Reading is lenient, because
/// the text comes from a Secret or a file that anyone may have edited: what is not a block is
/// skipped, and so is a certificate that cannot be read.
public final class Pem {
  /// Blocks are found here and not by [PEMParser], for which a block without an end swallows the
  /// next one.
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final String CERTIFICATE = "CERTIFICATE";

  /// Labels of PKCS #8 (RFC 5208), SEC 1 (RFC 5915) and PKCS #1 (RFC 8017).
  private static final Set<String> KEYS =
      Set.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY");

  /// Key algorithms by their JDK names. Some API servers reject the others.
  private static final Set<String> KEY_ALGORITHMS = Set.of("EC", "RSA");

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /// The readable certificates, in the order of the text.
  ///
  /// @param text PEM; null is the empty text
  public static List<X509Certificate> certificates(@Nullable String text) {
    return blocks(text)
        .filter(block -> block.group(1).equals(CERTIFICATE))
        .flatMap(block -> certificate(block).stream())
        .toList();
  }

  /// The first private key, elliptic curve or RSA, in PKCS #8, SEC 1 or PKCS #1. Empty if the text
  /// has none, or if the first one is unreadable or uses another algorithm.
  ///
  /// @param text PEM; null is the empty text
  public static Optional<PrivateKey> privateKey(@Nullable String text) {
    return blocks(text)
        .filter(block -> KEYS.contains(block.group(1)))
        .findFirst()
        .flatMap(Pem::key)
        .filter(key -> KEY_ALGORITHMS.contains(key.getAlgorithm()));
  }

  /// The algorithm of the first private key, `EC` or `RSA` as the JDK names them: what a client of
  /// Kubernetes has to know about the key of a kubeconfig. Empty as for [#privateKey].
  ///
  /// @param text PEM; null is the empty text
  public static Optional<String> keyAlgorithm(@Nullable String text) {
    return privateKey(text).map(PrivateKey::getAlgorithm);
  }

  /// The block of one certificate.
  public static String of(X509Certificate certificate) {
    try {
      return block(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("the certificate cannot be encoded", e);
    }
  }

  /// The block of one private key, unencrypted in PKCS #8.
  public static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String label, byte[] content) {
    return block(label, new String(LINES.encode(content), US_ASCII));
  }

  private static String block(String label, String content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, content, label);
  }

  private static Stream<MatchResult> blocks(@Nullable String text) {
    return BLOCK.matcher(text == null ? "" : text).results();
  }

  private static Optional<X509Certificate> certificate(MatchResult block) {
    try {
      return parse(block) instanceof X509CertificateHolder holder
          ? Optional.of(new JcaX509CertificateConverter().getCertificate(holder))
          : Optional.empty();
    } catch (IOException | CertificateException | RuntimeException e) {
      // BouncyCastle has no single exception for malformed structures.
      return Optional.empty();
    }
  }

  private static Optional<PrivateKey> key(MatchResult block) {
    try {
      return switch (parse(block)) {
        case PEMKeyPair pair -> Optional.of(key(pair.getPrivateKeyInfo()));
        case PrivateKeyInfo info -> Optional.of(key(info));
        case null, default -> Optional.empty();
      };
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static PrivateKey key(PrivateKeyInfo info) throws IOException {
    return new JcaPEMKeyConverter().getPrivateKey(info);
  }

  private static @Nullable Object parse(MatchResult block) throws IOException {
    var text = block(block.group(1), block.group(2));
    try (var parser = new PEMParser(new StringReader(text))) {
      return parser.readObject();
    }
  }

  private Pem() {}
}
