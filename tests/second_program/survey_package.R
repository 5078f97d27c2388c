# Expected values of the tests of weighted figures, computed with the R package survey.
#
# Run in this folder: Rscript survey_package.R. Prints one value or vector a line, and writes the two data files
# again. The figures in the tests are from R 4.2.2 and survey 4.1-1.
#
# The data: test scores and characteristics of California schools, published by the California Department of
# Education in 2000, as distributed with the R package survey (Lumley 2004): apistrat, 200 schools stratified by type
# (stype: E elementary, M middle, H high), and apiclus1, 183 schools of 15 districts (dnum). sch.wide: met the
# school-wide growth target; comp.imp: met the comparable improvement target; awards: eligible for the awards
# programme; pw: sampling weight; fpc: size of the stratum, number of districts. Only the columns that tests read
# are kept.

suppressMessages(library(survey))
options(survey.lonely.psu = "fail", warn = 1)
data(api)

columns <- c("stype", "sch.wide", "comp.imp", "awards", "pw", "fpc")
write.csv(apistrat[, columns], "apistrat.csv", row.names = FALSE, quote = FALSE)
write.csv(apiclus1[, c(columns, "dnum")], "apiclus1.csv", row.names = FALSE, quote = FALSE)
apistrat <- read.csv("apistrat.csv", stringsAsFactors = TRUE)
apiclus1 <- read.csv("apiclus1.csv", stringsAsFactors = TRUE)

show <- function(what, value) cat(what, ": ", paste(sprintf("%.15g", value), collapse = ", "), "\n", sep = "")
show_chisq <- function(what, test) show(what, c(test$statistic, test$parameter, test$p.value))

# Weighted shares and their standard errors, no strata (weighting.linearised_standard_error)

weighted <- svydesign(ids = ~1, weights = ~pw, data = apistrat)
for (variable in c("stype", "sch.wide", "awards")) {
  share <- svymean(reformulate(variable), weighted)
  show(paste("svymean", paste(names(share), collapse = " ")), coef(share))
  show(paste("svymean SE", paste(names(share), collapse = " ")), SE(share))
}

# Stratified design with finite populations (stratified estimates)

stratified <- svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
by_stratum <- svyby(~sch.wide, ~stype, stratified, svymean)
show("stratified, svymean of sch.wide Yes by E H M", by_stratum$sch.wideYes)
show("stratified, svymean SE of sch.wide Yes by E H M", by_stratum$se.sch.wideYes)
by_stratum <- svyby(~sch.wide, ~stype, stratified, svytotal)
show("stratified, svytotal of sch.wide Yes by E H M", by_stratum$sch.wideYes)
show("stratified, svytotal SE of sch.wide Yes by E H M", by_stratum$se.sch.wideYes)
for (variable in c("sch.wide", "awards")) {
  share <- svymean(reformulate(variable), stratified)
  show(paste("stratified, svymean", paste(names(share), collapse = " ")), coef(share))
  show(paste("stratified, svymean SE", paste(names(share), collapse = " ")), SE(share))
  total <- svytotal(reformulate(variable), stratified)
  show(paste("stratified, svytotal", paste(names(total), collapse = " ")), coef(total))
  show(paste("stratified, svytotal SE", paste(names(total), collapse = " ")), SE(total))
}
show("stratified, degf", degf(stratified))

# Weights from population margins (weighting.poststratify, weighting.rake), scaled to mean 1

scaled <- function(design) weights(design) / mean(weights(design))
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
targets <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
equal <- svydesign(ids = ~1, weights = ~pw, data = apiclus1)
poststratified <- postStratify(equal, ~stype, types)
cells <- function(design) tapply(scaled(design), list(apiclus1$stype, apiclus1$sch.wide), mean)
show("postStratify, weight of E H M", cells(poststratified)[, "Yes"])
raked <- rake(equal, list(~stype, ~sch.wide), list(types, targets), control = list(maxit = 500, epsilon = 1e-13))
show("rake, weight of E H M where sch.wide No", cells(raked)[, "No"])
show("rake, weight of E H M where sch.wide Yes", cells(raked)[, "Yes"])
# From weights that already differ: the stratified sample to awards as well.
awards <- data.frame(awards = c("No", "Yes"), Freq = c(2000, 4194))
again <- rake(weighted, list(~sch.wide, ~awards), list(targets, awards), control = list(maxit = 500, epsilon = 1e-13))
again_cells <- tapply(scaled(again), list(apistrat$stype, apistrat$sch.wide, apistrat$awards), mean)
show("rake from pw, weight of E H M, sch.wide No, awards No", again_cells[, "No", "No"])
show("rake from pw, weight of E H M, sch.wide Yes, awards No", again_cells[, "Yes", "No"])
show("rake from pw, weight of E H M, sch.wide Yes, awards Yes", again_cells[, "Yes", "Yes"])

# Weights trimmed at a multiple of their mean (weighting.trim)

trimmed <- trimWeights(raked, upper = 1.1 * mean(weights(raked)), strict = TRUE)
show("trimWeights 1.1, weight of E H M where sch.wide No", cells(trimmed)[, "No"])
show("trimWeights 1.1, weight of E H M where sch.wide Yes", cells(trimmed)[, "Yes"])
trimmed <- trimWeights(raked, upper = 1.5 * mean(weights(raked)), strict = TRUE)
show("trimWeights 1.5, weight of E H M where sch.wide No", cells(trimmed)[, "No"])
show("trimWeights 1.5, weight of E H M where sch.wide Yes", cells(trimmed)[, "Yes"])

# Two waves by an exclusive question (rao_scott.rao_scott): F, ndf, ddf, p

of_waves <- function(wave, weight, data) {
  data$wave <- data[[wave]]
  data$weight <- data[[weight]]
  svydesign(ids = ~1, strata = ~wave, weights = ~weight, data = data)
}
mean_1 <- function(weight, wave) ave(weight, wave, FUN = function(w) w / mean(w))
apistrat$even <- mean_1(apistrat$pw, apistrat$awards)
apiclus1$raked <- scaled(raked)
for (wave in c("sch.wide", "awards")) {
  show_chisq(paste("svychisq apistrat stype by", wave), svychisq(~wave + stype, of_waves(wave, "pw", apistrat)))
  show_chisq(paste("svychisq apiclus1 stype by", wave), svychisq(~wave + stype, of_waves(wave, "pw", apiclus1)))
}
show_chisq("svychisq apistrat sch.wide by awards", svychisq(~wave + sch.wide, of_waves("awards", "pw", apistrat)))
show_chisq("svychisq apistrat stype by awards, even", svychisq(~wave + stype, of_waves("awards", "even", apistrat)))
show_chisq("svychisq apiclus1 stype by awards, raked", svychisq(~wave + stype, of_waves("awards", "raked", apiclus1)))

# Two waves by a question with several ticks (multiple_response.rao_scott_multiple): statistic, df, p
#
# From the schools one by one and with eigenvalues, where the package has sums and traces: the covariance of the
# changes of the shares under the hypothesis of no change, over what it would be were all weights alike.

multiple <- function(ticks, wave, weight) {
  share <- function(of) colSums(ticks[of, , drop = FALSE] * weight[of]) / sum(weight[of])
  centred <- sweep(ticks, 2, share(TRUE))
  in_wave <- as.vector(tapply(weight, wave, sum)[as.character(wave)])
  influence <- centred * weight / in_wave
  alike <- centred * sqrt(weight * mean(weight)) / in_wave
  changes <- share(wave) - share(!wave)
  waves <- tapply(weight, wave, sum) / sum(weight)
  pearson <- length(wave) * prod(waves) * sum(changes^2 / (share(TRUE) * (1 - share(TRUE))))
  lambda <- Re(eigen(solve(diag(colSums(alike^2)), crossprod(influence)))$values)
  df <- sum(lambda)^2 / sum(lambda^2)
  statistic <- pearson * sum(lambda) / sum(lambda^2)
  c(statistic, df, pchisq(statistic, df, lower.tail = FALSE))
}
ticks <- function(data) 1 * (data[, c("sch.wide", "comp.imp", "awards")] == "Yes")
show("multiple apistrat E against H and M, pw", multiple(ticks(apistrat), apistrat$stype != "E", apistrat$pw))
show("multiple apistrat E against H and M, unweighted", multiple(ticks(apistrat), apistrat$stype != "E", rep(1, 200)))
show("multiple apiclus1 E against H and M, raked", multiple(ticks(apiclus1), apiclus1$stype != "E", apiclus1$raked))
