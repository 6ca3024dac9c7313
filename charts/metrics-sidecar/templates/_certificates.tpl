{{/* Rejects values that contradict each other. */}}
{{- define "metrics-sidecar.checkCertificates" -}}
{{- $c := .Values.certificates }}
{{- if and (ne $c.mode "provided") $c.caBundle }}
{{- fail (printf "certificates.caBundle is set: expected certificates.mode provided, not %s, which keeps the trust itself" $c.mode) }}
{{- end }}
{{- if and (ne $c.mode "cert-manager") $c.issuerRef.name }}
{{- fail (printf "certificates.issuerRef.name is set: expected certificates.mode cert-manager, not %s" $c.mode) }}
{{- end }}
{{- if and (eq $c.mode "self") $c.secretName }}
{{- fail "certificates.secretName is set: expected certificates.mode provided or cert-manager, not self, whose Secret has a fixed name" }}
{{- end }}
{{- if and (eq $c.mode "provided") (not $c.secretName) }}
{{- fail "certificates.secretName is missing: expected the name of a Secret of type kubernetes.io/tls, as certificates.mode is provided" }}
{{- end }}
{{- if eq $c.secretName "metrics-sidecar-ca" }}
{{- fail "certificates.secretName is metrics-sidecar-ca: expected another name, as that is the Secret of certificates.mode self" }}
{{- end }}
{{- if and $c.caBundle (not (contains "-----BEGIN CERTIFICATE-----" (b64dec $c.caBundle))) }}
{{- fail "certificates.caBundle is no PEM certificate in base64: expected the output of base64 -w0 ca.crt" }}
{{- end }}
{{- end }}

{{/* Name of the Secret that holds the authority or the certificate. */}}
{{- define "metrics-sidecar.certificateSecret" -}}
{{- if eq .Values.certificates.mode "self" -}}
metrics-sidecar-ca
{{- else -}}
{{ .Values.certificates.secretName | default "metrics-sidecar-webhook-tls" }}
{{- end -}}
{{- end }}

{{/* The webhook's setting CERTIFICATES: self, provided (it keeps the caBundle) or read-only. */}}
{{- define "metrics-sidecar.certificateSource" -}}
{{- if or (eq .Values.certificates.mode "cert-manager") .Values.certificates.caBundle -}}
read-only
{{- else -}}
{{ .Values.certificates.mode }}
{{- end -}}
{{- end }}

{{/* Annotations of a webhook configuration whose caBundle cert-manager keeps. */}}
{{- define "metrics-sidecar.trustAnnotations" -}}
{{- if eq .Values.certificates.mode "cert-manager" -}}
annotations:
  cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/metrics-sidecar-webhook
{{- end }}
{{- end }}
