package io.metricssidecar.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text form of certificates and keys (RFC 7468). Reading is lenient, because what is read
/// comes from a Secret that anything may have happened to: a block that is no certificate is left
/// out.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /// Every readable certificate, in the order of the text; empty for null.
  static List<X509Certificate> certificates(@Nullable String text) {
    var certificates = new ArrayList<X509Certificate>();
    var blocks = BLOCK.matcher(text == null ? "" : text);
    while (blocks.find()) {
      if (blocks.group(1).equals(CERTIFICATE)) {
        content(blocks).flatMap(Pem::certificate).ifPresent(certificates::add);
      }
    }
    return certificates;
  }

  /// The first key; empty where there is none or it cannot be read, see [PemKey].
  static Optional<PrivateKey> privateKey(@Nullable String text) {
    var blocks = BLOCK.matcher(text == null ? "" : text);
    while (blocks.find()) {
      var form = PemKey.labelled(blocks.group(1));
      if (form.isPresent()) {
        return content(blocks).flatMap(form.get()::read);
      }
    }
    return Optional.empty();
  }

  /// One certificate.
  static String of(X509Certificate certificate) {
    try {
      return block(CERTIFICATE, certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("certificate cannot be encoded", e);
    }
  }

  /// One key, unencrypted PKCS #8.
  static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, new String(LINES.encode(content), US_ASCII), label);
  }

  private static Optional<byte[]> content(Matcher block) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(block.group(2)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<X509Certificate> certificate(byte[] content) {
    try {
      var read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(content));
      return read instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private Pem() {}
}
