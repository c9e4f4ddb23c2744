#!/bin/sh
# Writes the rules of deploy/prometheus/rules.yml as the object that the Prometheus Operator reads.
set -eu
cd "$(dirname "$0")"
{
  cat <<'HEAD'
# Written by update.sh beside it from deploy/prometheus/rules.yml.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: nomen
  labels:
    app.kubernetes.io/name: nomen
    app.kubernetes.io/component: service
spec:
HEAD
  sed -n '/^groups:/,$p' ../../../prometheus/rules.yml | sed 's/^\(.\)/  \1/'
} >prometheusrule.yaml
