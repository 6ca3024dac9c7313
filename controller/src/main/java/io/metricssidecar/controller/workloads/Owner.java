package io.metricssidecar.controller.workloads;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An object that owns others, as their owner references name it.
///
/// @param apiVersion group and version, such as `apps/v1`
/// @param kind such as `ReplicaSet`
/// @param name in the namespace of what it owns
/// @param uid that distinguishes it from a later object of the same name
public record Owner(String apiVersion, String kind, String name, String uid) {
  /// A DNS subdomain (RFC 1123), as the names of API groups and of all objects here are.
  private static final String SUBDOMAIN = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?";

  private static final Pattern API_VERSION =
      Pattern.compile("(?:" + SUBDOMAIN + "/)?v[0-9a-z]{1,62}");

  private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,62}");
  private static final Pattern NAME = Pattern.compile(SUBDOMAIN);
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,128}");

  public Owner {
    requireNonNull(apiVersion, "apiVersion is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /// The one owner that controls an object; empty where there is none.
  ///
  /// @param references of the object; null for none
  public static Optional<Owner> controlling(@Nullable List<OwnerReference> references) {
    return controllingReference(references).map(Owner::of);
  }

  /// The reference to the one owner that controls an object; empty where there is none.
  ///
  /// @param references of the object; null for none
  public static Optional<OwnerReference> controllingReference(
      @Nullable List<OwnerReference> references) {
    return (references == null ? List.<OwnerReference>of() : references)
        .stream().filter(reference -> Boolean.TRUE.equals(reference.getController())).findFirst();
  }

  /// The object that an owner reference names.
  public static Owner of(OwnerReference reference) {
    return new Owner(
        reference.getApiVersion(), reference.getKind(), reference.getName(), reference.getUid());
  }

  /// True if an object of the API server can have these values. The API server stores owner
  /// references unread, so anything can be in them.
  public boolean valid() {
    return API_VERSION.matcher(apiVersion).matches()
        && KIND.matcher(kind).matches()
        && NAME.matcher(name).matches()
        && UID.matcher(uid).matches();
  }

  /// True if both are the same object, whatever version of its kind they name.
  public boolean same(Owner other) {
    return uid.equals(other.uid) && name.equals(other.name) && kind.equals(other.kind);
  }

  /// The API group; empty for the core group.
  public String group() {
    return group(apiVersion);
  }

  /// The API group of a group and version; empty for the core group.
  public static String group(String apiVersion) {
    var slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /// The version inside the group.
  public String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /// The object as the subject of an Event.
  ///
  /// @param namespace of the object
  public ObjectReference reference(String namespace) {
    return new ObjectReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withNamespace(namespace)
        .withName(name)
        .withUid(uid)
        .build();
  }
}
