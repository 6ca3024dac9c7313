{{/*
Parts of the policies that warn about workloads when they are applied. The argument is a dict of root, name, resources (of apps)
and jobs (true: Jobs and CronJobs too).
*/}}

{{/* Metadata of a policy and of its binding. */}}
{{- define "metrics-sidecar.warnings.metadata" -}}
name: {{ .name }}
labels:
  {{- include "metrics-sidecar.labels" (dict "root" .root "component" "warnings") | nindent 2 }}
{{- end }}

{{/*
The requests that a policy judges: by whoever applies a workload with one of our annotations, outside the denied namespaces.
What another object controls (the ReplicaSets of a Deployment, the Jobs of a CronJob) is not written by a person.
*/}}
{{- define "metrics-sidecar.warnings.scope" -}}
# A policy that cannot be evaluated never keeps anybody from applying.
failurePolicy: Ignore
matchConstraints:
  matchPolicy: Equivalent
  namespaceSelector:
    matchExpressions:
      - key: kubernetes.io/metadata.name
        operator: NotIn
        values: {{ include "metrics-sidecar.deniedNamespaces" .root }}
  resourceRules:
    - apiGroups: [apps]
      apiVersions: [v1]
      operations: [CREATE, UPDATE]
      resources: {{ .resources | toJson }}
      scope: Namespaced
    {{- if .jobs }}
    - apiGroups: [batch]
      apiVersions: [v1]
      operations: [CREATE, UPDATE]
      resources: [jobs, cronjobs]
      scope: Namespaced
    {{- end }}
matchConditions:
  - name: not-the-control-plane
    expression: >-
      request.userInfo.username != 'system:kube-controller-manager'
      && !('system:serviceaccounts:kube-system' in request.userInfo.groups)
  - name: not-controlled-by-another-object
    expression: "!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false))"
  - name: has-an-annotation-of-ours
    expression: >-
      [dyn(object), {{ include "metrics-sidecar.warnings.template" . }}].exists(part,
        part.?metadata[?'annotations'].orValue({}).exists(key, key.startsWith('metrics-sidecar/')))
{{- end }}

{{/* The pod template. dyn() because fields differ from kind to kind. */}}
{{- define "metrics-sidecar.warnings.template" -}}
{{- if .jobs -}}
request.kind.kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.template : dyn(object).spec.template
{{- else -}}
dyn(object).spec.template
{{- end -}}
{{- end }}

{{/* Variables that all of these policies have. */}}
{{- define "metrics-sidecar.warnings.variables" -}}
- name: kind
  expression: request.kind.kind
- name: workload
  expression: object.metadata.?name.orValue('NAME')
- name: template
  expression: {{ include "metrics-sidecar.warnings.template" . | quote }}
- name: annotations
  expression: variables.template.?metadata[?'annotations'].orValue({})
- name: enabled
  expression: variables.annotations[?'metrics-sidecar/enabled'].orValue('')
- name: namespaceAsks
  expression: dyn(namespaceObject).metadata.?labels[?'metrics-sidecar/injection'].orValue('') == 'enabled'
# Whether the pods of the template ask for the sidecar.
- name: asks
  expression: >-
    variables.enabled == 'true'
    || variables.namespaceAsks && !('metrics-sidecar/enabled' in variables.annotations)
{{- end }}

{{/*
The values that a setting can have, each with its place, of which the first valid one counts: that of the pod template unless it is
locked, of the Namespace, of the installation, and the built-in default. The argument is a dict of root, key and default.
*/}}
{{- define "metrics-sidecar.warnings.values" -}}
{{- $annotation := printf "metrics-sidecar/%s" .key -}}
[{{- if not (has .key .root.Values.sidecar.locked) -}}
[dyn(variables.annotations[?'{{ $annotation }}'].orValue('')), dyn('{{ $annotation }}')],
{{ end -}}
[dyn(dyn(namespaceObject).metadata.?annotations[?'{{ $annotation }}'].orValue('')), dyn('the namespace\'s annotation {{ $annotation }}')],
{{ if hasKey (.root.Values.sidecar.defaults | default dict) .key -}}
[dyn('{{ include "metrics-sidecar.sidecarDefault" . }}'), dyn('the installation\'s default of {{ $annotation }}')],
{{ end -}}
[dyn('{{ .default }}'), dyn('{{ $annotation }}')]]
{{- end }}

{{/* The mode of the pods. */}}
{{- define "metrics-sidecar.warnings.mode" -}}
- name: mode
  expression: >-
    {{ include "metrics-sidecar.warnings.values" (dict "root" .root "key" "mode" "default" "auto") | nindent 4 | trim }}
    .filter(value, value[0] in ['auto', 'enforce', 'observe', 'local'])[0][0]
{{- end }}

{{/* The measured container, as a list that is empty where the annotation names none of the pod's. */}}
{{- define "metrics-sidecar.warnings.measured" -}}
- name: containers
  expression: variables.template.spec.containers
# Containers that meshes and other injectors add.
- name: proxies
  expression: >-
    ['istio-proxy', 'linkerd-proxy', 'kuma-sidecar', 'consul-dataplane', 'envoy-sidecar', 'envoy', 'daprd', 'vault-agent',
    'otc-container']
- name: measured
  expression: >-
    'metrics-sidecar/container' in variables.annotations
    ? variables.containers.filter(c, c.name == variables.annotations['metrics-sidecar/container'])
    : variables.containers.filter(c,
        c.name == variables.annotations[?'kubectl.kubernetes.io/default-container'].orValue(''))
      + variables.containers.filter(c, !(c.name in variables.proxies))
      + variables.containers
{{- end }}

{{/*
A value as a message repeats it; the argument is its expression. API servers drop a warning with a control character, and a
message with a line break.
*/}}
{{- define "metrics-sidecar.warnings.shown" -}}
({{ . }}.replace('\n', '').matches('\\p{Cc}') ? '…' {{/* All in one line. */ -}}
  : ({{ . }}.size() > 80 ? {{ . }}.substring(0, 80) + '…' : {{ . }}).replace('\n', '\\n'))
{{- end }}

{{/* The binding of a policy. */}}
{{- define "metrics-sidecar.warnings.binding" -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  {{- include "metrics-sidecar.warnings.metadata" . | nindent 2 }}
spec:
  policyName: {{ .name }}
  validationActions: [Warn]
{{- end }}
