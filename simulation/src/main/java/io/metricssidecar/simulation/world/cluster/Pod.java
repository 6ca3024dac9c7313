package io.metricssidecar.simulation.world.cluster;

import static java.util.Objects.requireNonNull;

import io.metricssidecar.simulation.world.agent.ProbeAnswer;
import io.metricssidecar.simulation.world.agent.Stage;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One pod: what is true of it on its node, and what the API server shows of that.
public final class Pod {
  private final int number;
  private final String name;
  private final String uid;
  private final String address;
  private final Node node;
  private final int revision;
  private final Duration created;
  private final Use use = new Use();

  private @Nullable Duration appStarted;
  private boolean appReady;
  private boolean sidecarReady;
  private ProbeAnswer answer = ProbeAnswer.READY;
  private Shown shown = new Shown(false, false, null);
  private @Nullable Duration deleted;
  private boolean gone;
  private Supplier<Stage> stage = () -> Stage.NO_SAMPLE;
  private Runnable deletion = () -> {};

  /// What the API server shows of the status that the kubelet has pushed.
  ///
  /// @param ready the condition Ready
  /// @param appReady whether the application's container is ready
  /// @param appStarted when that container started; null while it does not run
  public record Shown(boolean ready, boolean appReady, @Nullable Duration appStarted) {}

  /// @param number position among all pods in order of their creation
  /// @param name which no other pod has at the same time
  /// @param revision of the template
  /// @param created when
  public Pod(int number, String name, Node node, int revision, Duration created) {
    this.number = number;
    this.name = requireNonNull(name, "name is null");
    this.uid = "uid-" + number;
    this.address = "10.0.0." + number;
    this.node = requireNonNull(node, "node is null");
    this.revision = revision;
    this.created = requireNonNull(created, "created is null");
  }

  public int number() {
    return number;
  }

  public String name() {
    return name;
  }

  public String uid() {
    return uid;
  }

  public String address() {
    return address;
  }

  public Node node() {
    return node;
  }

  public int revision() {
    return revision;
  }

  public Duration created() {
    return created;
  }

  /// What it has used.
  public Use use() {
    return use;
  }

  /// The application's container started.
  public void appStarted(Duration at) {
    appStarted = requireNonNull(at, "at is null");
  }

  /// The application's container is ready, or is no longer.
  public void appReady(boolean ready) {
    appReady = ready;
  }

  /// The application's container ended.
  public void appEnded() {
    appStarted = null;
    appReady = false;
  }

  /// Whether the application's container runs and is ready, whatever the API server shows.
  public boolean appReady() {
    return appReady && node.alive() && !gone;
  }

  /// Whether the application's container runs.
  public boolean appRuns() {
    return appStarted != null && node.alive() && !gone;
  }

  /// The kubelet's result of the sidecar's probe.
  public void sidecarReady(boolean ready) {
    sidecarReady = ready;
  }

  /// The last answer to a probe that arrived in time.
  public void answered(ProbeAnswer last) {
    answer = requireNonNull(last, "last is null");
  }

  /// A process decides in it.
  ///
  /// @param waitsFor what that process waits for
  public void decidedBy(Supplier<Stage> waitsFor) {
    stage = requireNonNull(waitsFor, "waitsFor is null");
  }

  /// What the process that decides in it waits for.
  public Stage stage() {
    return stage.get();
  }

  /// The last answer to a probe that arrived in time; [ProbeAnswer#READY] before the first.
  public ProbeAnswer answer() {
    return answer;
  }

  /// The status as the kubelet knows it.
  public Shown status() {
    return new Shown(appReady && sidecarReady, appReady, appStarted);
  }

  /// The status that the API server shows.
  public Shown shown() {
    return shown;
  }

  /// The API server has a new status.
  public void show(Shown status) {
    shown = requireNonNull(status, "status is null");
  }

  /// Somebody deletes the pod. A second time changes nothing.
  public void delete(Duration at) {
    if (deleted == null) {
      deleted = requireNonNull(at, "at is null");
      deletion.run();
    }
  }

  /// What the kubelet does when the pod is deleted.
  public void whenDeleted(Runnable task) {
    deletion = requireNonNull(task, "task is null");
    if (deleted != null) {
      task.run();
    }
  }

  /// When it was deleted; null while nobody has done so.
  public @Nullable Duration deleted() {
    return deleted;
  }

  /// The object is gone.
  public void remove() {
    gone = true;
  }

  public boolean gone() {
    return gone;
  }

  /// Whether the API server shows it Ready and nobody has deleted it: it is an endpoint.
  public boolean serves() {
    return shown.ready() && deleted == null && !gone;
  }

  @Override
  public String toString() {
    return name;
  }
}
