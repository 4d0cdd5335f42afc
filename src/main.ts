#!/usr/bin/env node
console.log('holdpoint')
