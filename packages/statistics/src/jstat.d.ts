/** The part of jStat that is used here; it comes without types. */
declare module "jstat" {
  const library: {
    readonly jStat: {
      readonly studentt: {
        cdf(t: number, degreesOfFreedom: number): number;
        inv(probability: number, degreesOfFreedom: number): number;
      };
    };
  };
  export default library;
}
