/** Text for users: helpers that messages, reports and pages of all modules share. */
package dev.sextant.common.text;
