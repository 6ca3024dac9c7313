package io.metricssidecar.cli.certs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.metricssidecar.cli.command.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A certificate and its key as two files of a folder.
///
/// @param certificate name of the certificate's file
/// @param key name of the key's file
record KeyPairFiles(String certificate, String key) {
  /// The certificate authority.
  static final KeyPairFiles AUTHORITY = new KeyPairFiles("ca.crt", "ca.key");

  /// The serving certificate.
  static final KeyPairFiles LEAF = new KeyPairFiles("tls.crt", "tls.key");

  /// Writes new files that only their owner can read.
  ///
  /// @throws Failure if one of them exists or cannot be written
  void write(Path folder, String certificatePem, String keyPem) throws Failure {
    try {
      Files.createDirectories(folder);
      write(folder.resolve(certificate), certificatePem);
      write(folder.resolve(key), keyPem);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(e.getFile() + " exists and is not written over", e);
    } catch (IOException e) {
      throw new Failure("cannot write " + e.getMessage(), e);
    }
  }

  private static void write(Path file, String pem) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, owner);
    Files.writeString(file, pem, US_ASCII, StandardOpenOption.WRITE);
  }
}
