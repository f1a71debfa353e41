/**
 * Commands of a study's life: validate, sweep, resume, watch, compare, export, delete.
 */
package dev.sextant.coordinator.cli.study;
