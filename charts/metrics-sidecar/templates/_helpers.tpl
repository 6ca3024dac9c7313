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

{{/* Namespaces in which nothing is injected, as a JSON list: for the selector and for the webhook's own check. */}}
{{- define "metrics-sidecar.deniedNamespaces" -}}
{{ concat (list "kube-system" "kube-node-lease" .Release.Namespace) .Values.deniedNamespaces | uniq | toJson }}
{{- end }}

{{/* What the API server does without an answer of the webhook. */}}
{{- define "metrics-sidecar.failurePolicy" -}}
{{ .Values.failurePolicy | default (ternary "Fail" "Ignore" .Values.strict) }}
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
