# Compiled tests of more than about eight seconds: ./check leaves them out, ./check --all and CI do not.
set(long_tests
  benchmark.AbsentIons.GrowFromNothingBesideADoubleLayerThatIsCharged
  benchmark.ChargingElectrodes.ErrorsFollowTheTolerance
  benchmark.DoubleLayer.ChargeIsGrahames
  benchmark.DoubleLayer.IonsOfFiniteSizeCrowd
  benchmark.DoubleLayer.IsChargedAtRestWhereAProgrammeStarts
  benchmark.FilmsAndDoubleLayers.CapacitorsInSeries
  benchmark.FilmsInTime.AFilmHoldsSaltAsMeshed
  benchmark.FilmsInTime.MeshesChangeUnderThem
  benchmark.Growth.CyclesReturnTheShape
  benchmark.Growth.StabilityOfABinarySalt
  benchmark.GrowthOnNewMeshes.GoesOnAsOnTheOldMesh
  benchmark.Impedance.BlockingDoubleLayerOfEqualIons
  benchmark.PrecipitatingLayer.GrowsByWhatProtonsDoNotBring
  benchmark.Transient.CottrellAndItsEndInAThinLayer
  mms.AcrossCoatings.BinarySaltThreeDimensions
  mms.AcrossCoatings.DiluteIonsThreeDimensions
  mms.AcrossCoatings.SecondaryThreeDimensions
  mms.Manufactured.DoubleLayerThreeDimensionsLinear
  mms.MeshInTime.SandsTimeWithFewerUnknownsThanOnAFixedMesh
  restart.DamagedCheckpoint.HeadersThatAreSealedButNotThisProgramsAreAClearError
  restart.DamagedCheckpoint.IsNoticedAndTheOneBeforeIsUsed
  restart.DamagedCheckpoint.TheRunGivesWhatItWouldHaveGiven
  restart.Failures.AreSaidByARunThatIsStoppedLater
  restart.Failures.OfMembersReachTheStatus
  restart.FieldSeries.NamesFilesThatThereAreOnAnyNumberOfRanks
  restart.FullDisk.LosesNoCheckpoint
  restart.Restart.ProtocolKilledAtAnyTime
  restart.Restart.ProtocolOfASolidThatPrecipitatesKilledAtAnyTime
  restart.Restart.ProtocolUnderAFilmWithoutAMeshKilledAtAnyTime
  restart.RestartOfGrowth.AcrossNewMeshes
  restart.RestartOfGrowth.OnThreeRanks
  restart.RestartOfGrowth.ToTheLastDigit
  unit.AllFamilies.CellsStayValidAndLayersTakeSpaceFromTheElectrolyteOnly
  unit.AllFamilies.FirstCellsAreAsLowAsAsked
  unit.AllFamilies.FirstCellsNeitherMissNorJump
  unit.HangingFaces.HaveNoGaps
  unit.InputFuzz.DamagedInputsAreReadOrRefused
)
foreach(test IN LISTS long_tests)
  string(REGEX REPLACE "[.].*" "" folder ${test})
  set_tests_properties(${test} PROPERTIES LABELS "${folder};long")
endforeach()
