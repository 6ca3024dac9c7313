{{/* Labels of every object; the argument is a dict of root and component. */}}
{{- define "metrics-sidecar.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: metrics-sidecar
{{ include "metrics-sidecar.selector" . }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels by which the pods of a component are selected. */}}
{{- define "metrics-sidecar.selector" -}}
app.kubernetes.io/name: metrics-sidecar
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* An image reference; the argument is a dict of root and image. */}}
{{- define "metrics-sidecar.image" -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ .image.tag | default .root.Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* Metadata of a pod template; the argument is a dict of root, component and values (.Values.<component>). */}}
{{- define "metrics-sidecar.podMetadata" -}}
labels:
  {{- include "metrics-sidecar.labels" . | nindent 2 }}
  {{- with .values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Account, priority and pull secrets of a pod; the argument as above. The webhook's pods also run the sidecar's image, so they
have its pull secrets too.
*/}}
{{- define "metrics-sidecar.podSettings" -}}
{{- $pullSecrets := .root.Values.imagePullSecrets }}
{{- if eq .component "webhook" }}
{{- $pullSecrets = concat $pullSecrets .root.Values.sidecar.imagePullSecrets | uniq }}
{{- end -}}
serviceAccountName: metrics-sidecar-{{ .component }}
# Mounted by hand into the one container that needs it.
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{/* The nodes that a pod may run on; the argument as above. */}}
{{- define "metrics-sidecar.podPlacement" -}}
topologySpreadConstraints:
  {{- with .values.topologySpreadConstraints }}
  {{- toYaml . | nindent 2 }}
  {{- else }}
  {{- $selector := include "metrics-sidecar.selector" . }}
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- $selector | nindent 8 }}
  {{- end }}
  {{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What a restricted namespace demands of a container. */}}
{{- define "metrics-sidecar.securityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Probes of a container whose health port is named `health`. */}}
{{- define "metrics-sidecar.probes" -}}
startupProbe:
  httpGet:
    path: /livez
    port: health
  periodSeconds: 1
  timeoutSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /livez
    port: health
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /readyz
    port: health
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
{{- end }}

{{/* The volume with the account's token, in the place where clients look for it. */}}
{{- define "metrics-sidecar.tokenMount" -}}
- name: api-token
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}

{{/* The token that this pod authenticates with, valid for an hour; the kubelet renews it. */}}
{{- define "metrics-sidecar.tokenVolume" -}}
- name: api-token
  projected:
    # Of root, and the process is not root.
    defaultMode: 0444
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3600
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}

{{/* Variables that name the process's own pod. */}}
{{- define "metrics-sidecar.podEnv" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- end }}

{{/* Settings of injected pods. The webhook injects by them; the controller writes Events about the same pods. */}}
{{- define "metrics-sidecar.injectionEnv" -}}
- name: SIDECAR_IMAGE
  value: {{ include "metrics-sidecar.image" (dict "root" . "image" .Values.sidecar.image) | quote }}
- name: SIDECAR_IMAGE_PULL_POLICY
  value: {{ .Values.sidecar.image.pullPolicy }}
- name: SIDECAR_ARCHITECTURES
  value: {{ join "," .Values.sidecar.architectures | quote }}
- name: SIDECAR_CPU_REQUEST
  value: {{ .Values.sidecar.resources.requests.cpu | quote }}
- name: SIDECAR_CPU_LIMIT
  value: {{ .Values.sidecar.resources.limits.cpu | quote }}
- name: SIDECAR_MEMORY_REQUEST
  value: {{ .Values.sidecar.resources.requests.memory | quote }}
- name: SIDECAR_MEMORY_LIMIT
  value: {{ .Values.sidecar.resources.limits.memory | quote }}
- name: SIDECAR_GUARANTEED_CPU
  value: {{ .Values.sidecar.guaranteedResources.cpu | quote }}
- name: SIDECAR_GUARANTEED_MEMORY
  value: {{ .Values.sidecar.guaranteedResources.memory | quote }}
- name: IMAGE_PULL_SECRETS
  value: {{ join "," .Values.sidecar.imagePullSecrets | quote }}
- name: NATIVE_SIDECAR
  value: {{ .Values.sidecar.native | quote }}
- name: STRICT
  value: {{ .Values.strict | quote }}
- name: ALLOW_IMAGE_ANNOTATION
  value: {{ .Values.allowImageAnnotation | quote }}
- name: MESH_ANNOTATIONS
  value: {{ .Values.meshAnnotations | quote }}
- name: DENIED_NAMESPACES
  value: {{ include "metrics-sidecar.deniedNamespaces" . | fromJsonArray | join "," | quote }}
- name: SCALE_TARGETS
  value: {{ include "metrics-sidecar.scaleTargets" . | quote }}
- name: SIDECAR_DEFAULTS
  value: {{ include "metrics-sidecar.sidecarDefaults" . | quote }}
- name: SIDECAR_LOCKED
  value: {{ join "," .Values.sidecar.locked | quote }}
{{- end }}

{{/*
Variables of a process that its component's values add: javaOptions and extraEnv. The argument is a dict of component, values
(.Values.<component>) and env, the variables that the chart sets itself, as YAML.
*/}}
{{- define "metrics-sidecar.extraEnv" -}}
{{- $component := .component }}
{{- $names := list "JDK_JAVA_OPTIONS" }}
{{- range fromYamlArray .env }}
{{- $names = append $names .name }}
{{- end }}
{{- with .values.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- range .values.extraEnv }}
{{- if has .name $names }}
{{- fail (printf "%s.extraEnv has %s: expected a name that the chart does not set, listed once" $component .name) }}
{{- end }}
{{- $names = append $names .name }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}

{{/* Kinds of workload beyond those of Kubernetes, as a process reads them: group/version/resource/Kind with commas. */}}
{{- define "metrics-sidecar.scaleTargets" -}}
{{- $targets := list }}
{{- range .Values.scaleTargets }}
{{- $targets = append $targets (printf "%s/%s/%s/%s" .group .version .resource .kind) }}
{{- end }}
{{- join "," $targets }}
{{- end }}

{{/* The default of an annotation as text, in which a large number has no exponent. The argument is a dict of root and key. */}}
{{- define "metrics-sidecar.sidecarDefault" -}}
{{ index .root.Values.sidecar.defaults .key | toJson | trimAll "\"" }}
{{- end }}

{{/* Defaults of annotations, as a process reads them: key=value with commas. */}}
{{- define "metrics-sidecar.sidecarDefaults" -}}
{{- $defaults := list }}
{{- range $key, $_ := .Values.sidecar.defaults }}
{{- $defaults = append $defaults (printf "%s=%s" $key (include "metrics-sidecar.sidecarDefault" (dict "root" $ "key" $key))) }}
{{- end }}
{{- join "," $defaults }}
{{- end }}

{{/* Namespaces in which nothing is injected, as a JSON list: for the selector and for the webhook's own check. */}}
{{- define "metrics-sidecar.deniedNamespaces" -}}
{{ concat (list "kube-system" "kube-node-lease" .Release.Namespace) .Values.deniedNamespaces | uniq | toJson }}
{{- end }}

{{/* What the API server does when the webhook does not answer. */}}
{{- define "metrics-sidecar.failurePolicy" -}}
{{ .Values.failurePolicy | default (ternary "Fail" "Ignore" .Values.strict) }}
{{- end }}

{{/*
The rest are whole objects that both processes have; the argument is a dict of root and component.
*/}}

{{/* A process's ServiceAccount. */}}
{{- define "metrics-sidecar.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: metrics-sidecar-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "metrics-sidecar.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{/* Keeps all but one of a process's replicas running while nodes are drained. */}}
{{- define "metrics-sidecar.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: metrics-sidecar-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "metrics-sidecar.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "metrics-sidecar.selector" . | nindent 6 }}
{{- end }}

{{/*
Lets in requests to these ports, out to the API server and to DNS; the argument has also ports, by name, and from: peers who
alone may reach the first of the ports, anyone if empty.
*/}}
{{- define "metrics-sidecar.networkPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: metrics-sidecar-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "metrics-sidecar.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "metrics-sidecar.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- $ports := .ports }}
    {{- with .from }}
    - ports:
        - port: {{ first $ports }}
      from:
        {{- toYaml . | nindent 8 }}
    {{- $ports = rest $ports }}
    {{- end }}
    # From anywhere: no selector can name an API server, and monitoring may run in any namespace.
    - ports:
        {{- range $ports }}
        - port: {{ . }}
        {{- end }}
  egress:
    - ports:
        {{- range .root.Values.networkPolicy.apiServerPorts }}
        - port: {{ . }}
        {{- end }}
    - ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
{{- end }}

{{/* Gives a process's ClusterRole to its ServiceAccount. */}}
{{- define "metrics-sidecar.clusterRoleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: metrics-sidecar-{{ .component }}
  labels:
    {{- include "metrics-sidecar.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: metrics-sidecar-{{ .component }}
subjects:
  - kind: ServiceAccount
    name: metrics-sidecar-{{ .component }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}
